import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { highlight } from '../../src/notebook/highlight';

const styles = readFileSync(join(import.meta.dirname, '../../src/css/code.css'), 'utf8');

describe('highlight', () => {
  it('makes a line of each line, and a span only of what has a colour', () => {
    expect(highlight('const a = 1;\nf(a);')).toBe(
      '<span class="line"><span class="tok-keyword">const</span> a = <span class="tok-number">1</span>;\n</span>' +
        '<span class="line"><span class="tok-function">f</span>(a);\n</span>',
    );
  });

  it('knows every colour of the style sheet', () => {
    const html = highlight("class A {}\nconst s = 'a', n = 1, b = true, r = /x/;\nf(s); // said\nlet t: T = `x`;\n");
    const used = new Set(html.match(/tok-\w+/g));
    const named = new Set(styles.match(/tok-\w+/g));
    expect([...used].filter((name) => !named.has(name))).toEqual([]);
    expect([...named].filter((name) => !used.has(name))).toEqual([]);
  });
});
