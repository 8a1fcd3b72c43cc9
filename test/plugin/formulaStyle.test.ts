import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { checkClasses, classesOf, formulaClasses, formulasIn } from '../../src/plugin/formulaClasses';
import { trimStyle } from '../../src/plugin/formulaStyle';

const root = join(import.meta.dirname, '../..');
const whole = readFileSync(createRequire(import.meta.url).resolve('katex/dist/katex.min.css'), 'utf8');
const styleOf = (...sources: string[]) => trimStyle(whole, classesOf(sources.map((tex) => katex.renderToString(tex))));
const fonts = (css: string) => [...css.matchAll(/fonts\/KaTeX_([\w-]+)\.(\w+)/g)].map(([, name, kind]) => `${name}.${kind}`);

describe('formulasIn', () => {
  it('finds what stands in lines, by itself and in elements, and no dollars of code', () => {
    const page = 'With $a$, `$b` and ``$`$``, for \\$5.\n\n```ts\nconst c = `${d}`;\n```\n<Note>\n$$\ne\n$$\n</Note> $f$';
    expect(formulasIn(page)).toEqual([
      { source: 'a', isDisplay: false },
      { source: 'e', isDisplay: true },
      { source: 'f', isDisplay: false },
    ]);
  });
});

describe('checkClasses', () => {
  it('refuses a formula whose styles are not kept', () => {
    const x = { source: 'x', isDisplay: false };
    const classes = classesOf([katex.renderToString('x + y')]);
    expect(() => checkClasses([x], classes)).not.toThrow();
    expect(() => checkClasses([x, { ...x, source: '\\mathbf{x}' }], classes)).toThrow(/mathbf.*: \\mathbf\{x\}/);
  });
});

describe('trimStyle', () => {
  it('keeps the rules and fonts of what is there', () => {
    expect(fonts(styleOf('x'))).toEqual(['Main-Regular.woff2', 'Math-Italic.woff2']);
    expect(fonts(styleOf('\\mathbf{x}'))).toEqual(['Main-Bold.woff2', 'Main-Regular.woff2']);
    expect(fonts(styleOf('\\text{\\textbf{a}\\textit{b}}'))).toEqual(
      expect.arrayContaining(['Main-Bold.woff2', 'Main-BoldItalic.woff2', 'Main-Italic.woff2']),
    );
    expect(fonts(styleOf('\\mathbb{R}'))).toContain('AMS-Regular.woff2');
    expect(styleOf('x^2')).toContain('.sizing.reset-size6.size3{');
    expect(styleOf('x')).not.toContain('.sizing');
    expect(styleOf('\\hat x')).toContain(':not(.accent-full)');
  });

  it('keeps every rule for elements that have all classes, as they stood', () => {
    const every = [...new Set(whole.match(/\.[A-Za-z][\w-]*/g))].map((name) => name.slice(1)).join(' ');
    const rules = (css: string) =>
      css
        .replace(/\.(woff|ttf)\b/g, '')
        .match(/[^{}]+\{[^{}]*\}/g)!
        .filter((rule) => !rule.startsWith('@'));
    expect(rules(trimStyle(whole, [every]))).toEqual(rules(whole));
  });

  it('refuses a sheet of another build', () => {
    expect(() => trimStyle('@media print { .katex { color: red } }', ['katex'])).toThrow(/flat/);
  });

  it('makes the book’s own a third of the whole', () => {
    const own = trimStyle(whole, formulaClasses(root));
    expect(own.length).toBeLessThan(whole.length / 3);
    expect(own).toContain('.katex .mathnormal{');
  });
});
