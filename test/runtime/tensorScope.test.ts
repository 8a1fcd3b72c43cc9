import { beforeAll, describe, expect, it } from 'vitest';
import { compileCell } from '../../src/kernel/compile';
import { createKernel } from '../../src/kernel/execute';
import { makeHost } from '../../src/runtime/host';
import { tensorScope, tensorsIn } from '../../src/runtime/tensorScope';
import { startBackend, tf } from '../../src/recsys/tf/tensorflow';

/** A kernel and a way to run code as a cell of it. */
function notebook() {
  const kernel = createKernel(makeHost(() => Promise.reject(new Error('no data here'))));
  return async (id: string, code: string) => {
    const signal = new AbortController().signal;
    return kernel.run({ cell: compileCell(id, code), signal, onOutputs: () => undefined });
  };
}

const IMPORT = "import * as tf from '@tensorflow/tfjs';\n";
const count = () => tf.memory().numTensors;

describe('tensorsIn', () => {
  it('looks through a map and a set of more entries than a call takes arguments', () => {
    const numbers = Array.from({ length: 200_000 }, (_, n): [number, number] => [n, n]);
    expect(tensorsIn([new Map(numbers), new Set(numbers.keys())]).size).toBe(0);
  });
});

describe('tensorScope', () => {
  it('counts nothing while a backend is still starting', () => {
    const global = globalThis as { _tfengine?: unknown };
    const genuine = global._tfengine;
    const starting = {
      backendName: 'wasm',
      backendInstance: null,
      memory: () => {
        throw new Error("Backend 'wasm' has not yet been initialized.");
      },
    };
    global._tfengine = starting;
    try {
      expect(tensorScope().cost()).toEqual({});
    } finally {
      global._tfengine = genuine;
    }
  });

  beforeAll(async () => {
    await startBackend();
    await notebook()('warm', IMPORT);
  });

  it('frees what a cell does not keep, and keeps what it declares, however deep', async () => {
    const run = notebook();
    const before = count();
    await run('a', `${IMPORT}const kept = { list: [new Map([['x', tf.tensor([1, 2]).square()]])] };\ntf.ones([100]).sum();`);
    expect(count()).toBe(before + 1);
    const { outputs, status } = await run('b', "display(kept.list[0].get('x').sum())");
    expect(status).toBe('done');
    expect(outputs).toEqual([
      {
        kind: 'value',
        tree: {
          type: 'branch',
          name: 'Tensor float32 ()',
          shape: 'list',
          entries: [['0', { type: 'leaf', of: 'number', value: 5 }]],
          more: 0,
        },
      },
    ]);
    expect(count()).toBe(before + 1);
  });

  it('frees what an earlier run of the cell kept, but not what another cell holds too', async () => {
    const run = notebook();
    const before = count();
    const code = `${IMPORT}const table = tf.variable(tf.zeros([3]));\nconst optimizer = tf.train.adam(0.1);\nconst shared = tf.ones([2]);
      optimizer.minimize(() => table.sub(1).square().sum());`;
    await run('a', code);
    const once = count();
    await run('b', 'const alias = shared;');
    for (let i = 0; i < 50; i++) await run('a', code);
    expect(count()).toBe(once + 1); // the first `shared`, which b holds
    await run('b', 'const alias = shared;');
    expect(count()).toBe(once);
    expect(once).toBeGreaterThan(before);
  });

  it('keeps a variable that only a closure knows, as long as the closure', async () => {
    const run = notebook();
    const code = `${IMPORT}function model() { const w = tf.variable(tf.tensor([2])); return (x) => w.mul(x).dataSync()[0]; }\nconst predict = model();`;
    await run('a', code);
    const once = count();
    const { outputs } = await run('b', 'display(predict(21))');
    expect(outputs).toMatchObject([{ tree: { value: 42 } }]);
    for (let i = 0; i < 10; i++) await run('a', code);
    expect(count()).toBe(once);
  });

  it('frees everything of a cell that throws', async () => {
    const run = notebook();
    const before = count();
    const { status } = await run(
      'a',
      `${IMPORT}const w = tf.variable(tf.ones([5]));\nconst x = w.square();\nthrow new Error('no');`,
    );
    expect(status).toBe('failed');
    expect(count()).toBe(before);
  });

  it('tells count, bytes and backend as the cost', async () => {
    const { cost } = await notebook()('a', `${IMPORT}const x = tf.zeros([1000]);`);
    expect(cost).toMatchObject({ backend: 'wasm' });
    expect(cost.tensors).toBe(count());
    expect(cost.bytes).toBeGreaterThanOrEqual(4000);
  });

  it('tells nothing of tensors that only an earlier notebook of the same process made', async () => {
    const run = notebook();
    expect((await run('a', 'const x = 1;')).cost.backend).toBeUndefined();
    expect((await run('b', `${IMPORT}tf.zeros([1]);`)).cost.backend).toBe('wasm');
  });

  it('trains through a plain tf.gather', async () => {
    const code = `${IMPORT}const table = tf.variable(tf.zeros([3, 1]));
      const sgd = tf.train.sgd(0.5);
      for (let i = 0; i < 50; i++) sgd.minimize(() => tf.gather(table, tf.tensor1d([0, 2, 2], 'int32')).sub(tf.tensor2d([[1], [2], [4]])).square().mean());
      display([...table.dataSync()].map((x) => Math.round(x * 100) / 100));`;
    expect((await notebook()('a', code)).outputs).toMatchObject([
      {
        tree: {
          entries: [
            ['0', { value: 1 }],
            ['1', { value: 0 }],
            ['2', { value: 3 }],
          ],
        },
      },
    ]);
  });
});

describe('tensorsIn', () => {
  it('finds tensors through arrays, maps, sets, objects and cycles, without calling getters', () => {
    const t = tf.tensor([1]);
    const loop: Record<string, unknown> = { set: new Set([[t]]) };
    loop.self = loop;
    Object.defineProperty(loop, 'trap', { get: () => expect.unreachable() });
    expect([...tensorsIn([loop])]).toEqual([t]);
    expect(tensorsIn([1, null, 'x', new Float32Array(1e6), undefined]).size).toBe(0);
    t.dispose();
  });
});
