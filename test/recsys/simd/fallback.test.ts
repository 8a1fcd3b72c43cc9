import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as withKernel from '../../../src/recsys/index';
import { tasteLog } from '../models/logs';
import type { Interactions, Recommender } from '../../../src/recsys/types';

type Library = typeof withKernel;

const log = tasteLog();

const models: Record<string, (library: Library, train: Interactions) => Promise<Recommender>> = {
  als: (r, x) => r.als(x, { factors: 3 }),
  bpr: (r, x) => r.bpr(x, { factors: 3, epochs: 3 }),
  'ease by items': (r, x) => r.ease(x, { side: 'items' }),
  'ease by users': (r, x) => r.ease(x, { side: 'users' }),
  hybrid: (r, x) => r.hybrid(x, { factors: 3, epochs: 3 }),
  implicitAls: (r, x) => r.implicitAls(x, { factors: 3 }),
  'implicitAls by gradients': (r, x) => r.implicitAls(x, { factors: 3, solver: 'cg' }),
  itemKnn: (r, x) => r.itemKnn(x, { k: 5 }),
  logisticMf: (r, x) => r.logisticMf(x, { factors: 3, epochs: 3 }),
  pureSvd: (r, x) => r.pureSvd(x, { factors: 3 }),
  sar: (r, x) => r.sar(x),
  slim: (r, x) => r.slim(x),
  userKnn: (r, x) => r.userKnn(x, { k: 5 }),
  warp: (r, x) => r.warp(x, { factors: 3, epochs: 3 }),
};

describe('where there is no WebAssembly', () => {
  let plain: Library;

  beforeAll(async () => {
    for (const name of ['WebAssembly', 'fetch', 'atob']) vi.stubGlobal(name, undefined);
    vi.resetModules();
    plain = await import('../../../src/recsys/index');
  });

  afterAll(() => vi.unstubAllGlobals());

  it.each(Object.keys(models))('%s trains in plain TypeScript and scores as the kernel’s does', async (name) => {
    const own = await models[name](plain, log);
    vi.unstubAllGlobals();
    const other = await models[name](withKernel, log);
    vi.stubGlobal('WebAssembly', undefined);
    for (let user = 0; user < log.userIds.length; user++) {
      own.scores(user).forEach((score, item) => expect(score).toBeCloseTo(other.scores(user)[item], 3));
    }
  });
});
