import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsChanges, LARGEST, LONGEST, packChanges, unpackChanges } from '../../../src/components/Share/changesLink';

const link = (content: unknown) =>
  `changes=${deflateRawSync(typeof content === 'string' ? content : JSON.stringify(content)).toString('base64url')}`;
/** Every fault must end in a sentence of ours, never in an engine's words. */
const SENTENCE = /^This link has [\d,]+ characters.*\.$|^The changes in this link cannot be read.*\.$|^This link .*\.$/;

const cells = fc.uniqueArray(
  fc.record({ id: fc.stringMatching(/^[a-z][a-zA-Z0-9-]{0,9}$/), code: fc.string({ unit: 'grapheme' }), original: fc.string() }),
  { selector: ({ id }) => id, maxLength: 5 },
);

describe('packChanges(changes) and unpackChanges(fragment)', () => {
  it('are inverse, in characters that an address may hold', async () => {
    await fc.assert(
      fc.asyncProperty(cells, async (changed) => {
        const changes = { chapter: 'theory/als', cells: changed };
        const fragment = await packChanges(changes);
        expect(fragment).toMatch(/^changes=[\w-]+$/);
        expect(holdsChanges(`#${fragment}`)).toBe(true);
        expect(await unpackChanges(`#${fragment}`)).toEqual(changes);
      }),
      { numRuns: 60 },
    );
  });

  it('refuse to make what programs would cut, and say what to do instead', async () => {
    const code = Array.from({ length: 20_000 }, (_, i) => ((i * 7919) % 104729).toString(36)).join('');
    const pack = packChanges({ chapter: 'theory/als', cells: [{ id: 'a', code, original: 'x' }] });
    await expect(pack).rejects.toThrow(/too long for a link \([\d,]+ characters.*Download the notebook/);
    const repeats = packChanges({ chapter: 'theory/als', cells: [{ id: 'a', code: 'x'.repeat(LARGEST), original: 'x' }] });
    await expect(repeats).rejects.toThrow(/too long for a link/);
  });

  it('read what another implementation of deflate has packed', async () => {
    const fragment = link({ format: 1, chapter: 'theory/als', cells: [['fit', 'const a = 1;', 'h']] });
    expect(await unpackChanges(fragment)).toEqual({
      chapter: 'theory/als',
      cells: [{ id: 'fit', code: 'const a = 1;', original: 'h' }],
    });
  });
});

describe('unpackChanges(a hostile fragment)', () => {
  const faulty = async (fragment: string): Promise<void> => {
    await expect(unpackChanges(fragment)).rejects.toThrow(SENTENCE);
  };

  it('ends in a sentence for any garbage', async () => {
    const tails = fc.oneof(
      fc.string(),
      fc.base64String(),
      fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64url')),
    );
    await fc.assert(
      fc.asyncProperty(tails, (tail) => faulty(`changes=${tail}`)),
      { numRuns: 200 },
    );
  });

  it('ends in a sentence for a good link with any one character changed or cut, or holds no more than it did', async () => {
    const good = link({ format: 1, chapter: 'theory/als', cells: [['fit', 'const factors = 64;\n'.repeat(5), 'h']] });
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 9), fc.constantFrom('', 'A', 'z', '_'), async (place, put) => {
        const broken = good.slice(0, place + 8) + put + (put ? good.slice(place + 9) : '');
        const read = await unpackChanges(broken).catch((error: Error) => error);
        if (read instanceof Error) expect(read.message).toMatch(SENTENCE);
        else expect(Object.keys(read)).toEqual(['chapter', 'cells']);
      }),
      { numRuns: 200 },
    );
  });

  it('ends in a sentence for any JSON that is not ours', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), (json) => faulty(link(json))),
      { numRuns: 200 },
    );
    const shapes = [
      { format: 1, chapter: 'theory/als', cells: [['fit', 'a']] },
      { format: 1, chapter: 'theory/als', cells: [['fit', 'a', 1]] },
      { format: 1, chapter: 'theory/als', cells: [['__proto__', 'a', 'h']] },
      {
        format: 1,
        chapter: 'theory/als',
        cells: [
          ['fit', 'a', 'h'],
          ['fit', 'b', 'h'],
        ],
      },
      { format: 1, chapter: '<b>', cells: [] },
      { format: 2, chapter: 'theory/als', cells: [] },
    ];
    for (const shape of shapes) await faulty(link(shape));
  });

  it('stops unpacking a bomb, whatever its size', async () => {
    const bomb = link(' '.repeat(LARGEST * 20));
    expect(bomb.length).toBeLessThan(LONGEST);
    await expect(unpackChanges(bomb)).rejects.toThrow('This link unpacks to more than a chapter can hold. It was not read.');
  });

  it('does not read what is too long', async () => {
    await expect(unpackChanges(`changes=${'A'.repeat(LONGEST)}`)).rejects.toThrow('This link has 8,008 characters');
  });
});
