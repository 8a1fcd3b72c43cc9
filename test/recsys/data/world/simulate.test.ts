import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildCatalogue } from '../../../../scripts/catalogue';
import { simulate, simulateBatches } from '../../../../src/recsys/data/world/simulate';
import { writeWorld } from '../../../../src/recsys/data/world/writeWorld';
import { films, folder, world } from './builtIn';

const read = (name: string) => readFileSync(join(folder, name), 'utf8');

describe('the generators', () => {
  it('write the catalogue that is in static/data', () => {
    const table = JSON.parse(readFileSync(join(folder, '../../node_modules/vega-datasets/data/movies.json'), 'utf8'));
    const { files, report } = buildCatalogue(table);
    for (const [name, text] of Object.entries(files)) expect(text === read(name), name).toBe(true);
    const idle = report.filter(({ repair, rows }) => rows === 0 && repair !== 'duplicate');
    expect(idle).toEqual([]);
  });

  it('write the first people’s half year that is in static/data', async () => {
    const texts = writeWorld(await simulate(films, { users: 20, impressionsFrom: 152, impressionShare: 0.3 }));
    for (const [name, text] of Object.entries(texts)) expect(read(name).startsWith(text), name).toBe(true);
  });
});

describe('the raw table', () => {
  it('is given with its faults, one record a row', async () => {
    const rows = await world.rawFilms();
    expect(rows.length).toBe(3201);
    expect(rows[1]).toMatchObject({ Title: 'First Love, Last Rites', 'Release Date': 'Aug 07 1998', Director: '' });
    expect(rows.some(({ Title }) => Title.includes('È'))).toBe(true); // an é in the wrong encoding
  });
});

describe('simulate', () => {
  it('gives the same bytes for the same seed, on every machine', async () => {
    const text = async (seed: number) => Object.values(writeWorld(await simulate(films, { users: 30, days: 30, seed }))).join('');
    const first = await text(7);
    // recorded once; every engine must come to the same
    expect(createHash('sha256').update(first).digest('hex').slice(0, 16)).toMatchInlineSnapshot(`"aa16e3237d5330c6"`);
    expect(await text(7)).toBe(first);
    expect(await text(8)).not.toBe(first);
  });

  it('lets a person live alike whoever else is there', async () => {
    const few = await simulate(films, { users: 5, days: 60 });
    const many = await simulate(films, { users: 12, days: 60 });
    expect(many.watches.items.slice(0, few.watches.items.length)).toEqual(few.watches.items);
  });

  it('gives the same world a batch at a time, whose texts one after another are the files', async () => {
    const options = { users: 12, days: 40, seed: 5 };
    const whole = writeWorld(await simulate(films, options));
    const parts: Record<string, string> = {};
    for await (const batch of simulateBatches(films, { ...options, batch: 5 }))
      for (const [name, text] of Object.entries(writeWorld(batch))) parts[name] = (parts[name] ?? '') + text;
    expect(parts).toEqual(whole);
    expect(whole['searches.csv'].split('\n').length).toBeGreaterThan(2);
  });

  it('gives the people of whom it tells', async () => {
    const few = await simulate(films, { users: 3, days: 10 });
    const [, last] = writeWorld(few)['users.csv'].trimEnd().split('\n').slice(-2);
    expect(last.startsWith(`3,`) && last.includes(`,${few.person(2).sex},`)).toBe(true);
  });

  it('refuses sizes that are none', async () => {
    await expect(simulate(films, { users: 0 })).rejects.toThrow('users must be a positive integer, got 0');
    await expect(simulateBatches(films, { batch: 0 }).next()).rejects.toThrow('batch must be a positive integer, got 0');
    await expect(simulate(films, { days: NaN })).rejects.toThrow('days must be a positive integer, got NaN');
  });

  it('stops when asked and tells how far it is', async () => {
    const stop = new AbortController();
    const stopped = await simulate(films, { users: 500, days: 10, signal: stop.signal, onProgress: () => stop.abort() });
    expect(stopped.users).toBe(20);
  });
});
