import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { simulate } from '../../src/recsys/data/world/simulate';
import { writeWorld } from '../../src/recsys/data/world/writeWorld';
import { BUILT_IN, isWorld } from '../../src/recsys/data/world/readWorld';
import type { DataSet } from '../../src/recsys/types';
import { nodeHost } from '../../src/runtime/node';
import { films, folder as builtIn } from '../recsys/data/world/builtIn';
import { utf8, zip } from '../recsys/data/zipFile';

const temporary = mkdtempSync(join(tmpdir(), 'node-host-'));
afterAll(() => rmSync(temporary, { recursive: true }));

const dataOf = (data?: string) => (nodeHost({ root: join(builtIn, '../..'), data }).globals!.data as () => Promise<DataSet>)();
const RATINGS = 'userId,movieId,rating,timestamp\n1,10,4.0,964982703\n';
const MOVIES = 'movieId,title,genres\n10,Alien (1979),Horror\n';

describe('nodeHost', () => {
  it('gives the built-in world', async () => {
    expect((await dataOf()).name).toBe('built-in world');
  });

  it('gives MovieLens from its folder and from its zip', async () => {
    const folder = join(temporary, 'ml');
    mkdirSync(folder);
    writeFileSync(join(folder, 'ratings.csv'), RATINGS);
    writeFileSync(join(folder, 'movies.csv'), MOVIES);
    writeFileSync(join(folder, 'README.txt'), 'ignored');
    const file = join(temporary, 'ml.zip');
    writeFileSync(file, zip([{ name: 'ml/ratings.csv', bytes: utf8(RATINGS) }, { name: 'ml/movies.csv', bytes: utf8(MOVIES) }])); // prettier-ignore
    const [a, b] = [await dataOf(folder), await dataOf(file)];
    expect(a.items).toEqual([{ id: '10', title: 'Alien', year: 1979, genres: ['Horror'] }]);
    expect(b.interactions).toEqual(a.interactions);
  });

  it('gives another world from its folder, with its own truth', async () => {
    const recipe = { users: 4, days: 60, seed: 9, impressionsFrom: 30, impressionShare: 1 };
    const world = await simulate(films, recipe);
    for (const [name, text] of Object.entries(writeWorld(world))) writeFileSync(join(temporary, name), text);
    for (const name of ['catalogue.csv', 'film-truth.csv']) copyFileSync(join(builtIn, name), join(temporary, name));
    writeFileSync(join(temporary, 'world.json'), JSON.stringify(recipe));
    const data = await dataOf(temporary);
    expect(data.name).toBe('simulated world of 4 people, 60 days, seed 9');
    expect(data.users.length).toBe(4);
    if (!isWorld(data)) throw new Error('the data must be a world');
    expect((await data.truth()).person(3)).toEqual(world.person(3));
    writeFileSync(join(temporary, 'world.json'), JSON.stringify({ ...BUILT_IN, seed: 'x' }));
    await expect(dataOf(temporary)).rejects.toThrow('world.json: seed must be a number, got x');
  });

  it('says what it wants where there is nothing', async () => {
    await expect(dataOf(join(temporary, 'nowhere'))).rejects.toThrow(
      `data must be a folder or a file, got '${temporary}/nowhere'`,
    );
  });
});
