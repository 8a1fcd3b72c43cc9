import { describe, expect, it } from 'vitest';
import { cellHost, loadModule } from '../../src/kernel/imports';
import type { LocatedError } from '../../src/kernel/failure';

const modules = { recsys: async () => ({ als: 1 }), danfojs: async () => ({}) };
const host = (absent = new Set<string>()) => cellHost(modules, 'fit', absent);
const caught = (act: () => unknown): LocatedError => {
  try {
    act();
  } catch (error) {
    return error as LocatedError;
  }
  throw new Error('nothing was thrown');
};

describe('what a cell imports', () => {
  it('is loaded by its name, or refused at its place if it has one', async () => {
    expect(await host().load('recsys', 2, 1)).toEqual({ als: 1 });
    const places: [number?, number?][] = [[], [2], [undefined, 1], [2, 1]];
    const errors = places.map(([line, column]) =>
      host()
        .load('lodash', line, column)
        .catch((error: LocatedError) => error),
    );
    for (const [at, error] of (await Promise.all(errors)).entries()) {
      expect((error as Error).message).toBe("no module 'lodash' here: a cell may import 'recsys', 'danfojs'");
      expect((error as LocatedError).place).toEqual(at === 3 ? { cell: 'fit', line: 2, column: 1 } : undefined);
    }
    await expect(loadModule(modules, 'toString')).rejects.toThrow("no module 'toString' here");
  });

  it('is picked, left out where only types name it, or refused at its place', () => {
    const absent = new Set<string>();
    expect(host().pick({ als: 1 }, 'recsys', 'als', 1, 1)).toBe(1);
    expect(host(absent).pick({}, 'recsys', 'Als', 1, 1, 'Model')).toBeUndefined();
    expect([...absent]).toEqual(['Model']);
    const error = caught(() => host().pick({ als: 1 }, 'recsys', 'ALS', 3, 10));
    expect(error.message).toBe("module 'recsys' has no export `ALS`; did you mean `als`?");
    expect(error.place).toEqual({ cell: 'fit', line: 3, column: 10 });
  });

  it.each([
    ['recall', ['recallAt', 'Recall'], 'Recall'], // the same letters, before the same beginning
    ['ndcgs', ['map', 'ndcg'], 'ndcg'],
    ['precisionAtK', ['precise', 'precisionAt'], 'precisionAt'], // all but the last two letters
    ['PrecisionAtK', ['precise', 'precisionat5'], 'precisionat5'],
    ['ab', ['abc'], 'abc'],
    ['abx', ['abc'], undefined], // three letters at least
    ['fit', ['als'], undefined],
  ])('%s among %j is taken for %s', (name, known, meant) => {
    const { message } = caught(() => host().pick(Object.fromEntries(known.map((one) => [one, 1])), 'm', name, 1, 1));
    expect(message).toBe(`module 'm' has no export \`${name}\`${meant ? `; did you mean \`${meant}\`?` : ''}`);
  });
});
