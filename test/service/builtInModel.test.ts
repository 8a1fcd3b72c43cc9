import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readArtefact } from '../../src/recsys/pipeline/artefact';
import { readRelease } from '../../src/recsys/pipeline/readRelease';
import { recommendApi } from '../../src/recsys/pipeline/recommendApi';
import { builtInModel } from '../../src/service/builtInModel';
import { read as readAll } from '../recsys/data/world/builtIn';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handbook-built-in-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The world with its first 250 users only, so that training takes no time. */
async function read(name: string): Promise<Uint8Array> {
  const bytes = await readAll(name);
  if (name !== 'users.csv' && name !== 'watches.csv') return bytes;
  const [header, ...lines] = new TextDecoder().decode(bytes).split('\n');
  return new TextEncoder().encode([header, ...lines.filter((line) => line && parseInt(line) <= 250), ''].join('\n'));
}

it('is trained once and kept, and would be trained again when what was kept is no model', async () => {
  const told: string[] = [];
  const make = () => builtInModel({ read, folder, tell: (words) => told.push(words) });
  const path = await make();
  expect(told).toEqual([
    expect.stringMatching(/^there is no model yet: training one on the built-in world, once/),
    expect.stringMatching(/^trained in [\d.]+ s .*schema 1, data [0-9a-f]{16}, ndcg@10 0\.\d{4}, recall@10 0\.\d{4} on the last two weeks$/),
  ]); // prettier-ignore
  const bytes = await readFile(path);
  const { version, metrics } = readArtefact(new Uint8Array(bytes).buffer, { kind: 'twoStage' });
  expect(path).toBe(join(folder, `${version}.bin`));
  // Far above popularity by chance: 10 of 3,009 films without looking would give a recall of 0.003.
  expect(metrics.recall).toBeGreaterThan(0.05);

  expect(await make()).toBe(path);
  expect(told.length).toBe(2);

  const api = recommendApi(await readRelease(new Uint8Array(bytes).buffer));
  expect(await (await api.request('/recommend?user_id=7')).json()).toMatchObject({ source: 'ranker', items: { length: 10 } });
  const { items } = (await (await api.request('/search?q=godfathr')).json()) as { items: { title: string }[] };
  expect(items[0].title).toBe('The Godfather');

  await writeFile(path, bytes.subarray(0, 5000));
  const enough = (words: string) => {
    throw new Error(words);
  };
  await expect(builtInModel({ read, folder, tell: enough })).rejects.toThrow(
    /^the model that was kept cannot be used \(artefact must .*: training one/,
  );
});
