import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PARTS, askedBy } from '../../../src/components/figures/architecture';

const root = join(import.meta.dirname, '../../..');

describe('the parts of the service', () => {
  it.each(PARTS)('$name has its code and its test where the figure says', ({ code, test }) => {
    expect(existsSync(join(root, code))).toBe(true);
    expect(existsSync(join(root, test))).toBe(true);
  });

  it('ask parts that are there, and never in a circle', () => {
    const names = PARTS.map(({ name }) => name);
    const below = (name: string, above: string[]): void => {
      expect(above).not.toContain(name);
      for (const asked of PARTS.find((part) => part.name === name)!.asks) {
        expect(names).toContain(asked);
        below(asked, [...above, name]);
      }
    };
    names.forEach((name) => below(name, []));
  });
});

describe('askedBy', () => {
  it('turns the arrows round', () => {
    expect(askedBy('artefact')).toEqual(['server', 'candidates', 'ranker']);
    expect(askedBy('server')).toEqual([]);
  });
});
