import { describe, expect, it } from 'vitest';
import { compileCell } from '../../src/kernel/compile';
import { createKernel } from '../../src/kernel/execute';
import { nodeHost } from '../../src/runtime/node';

describe('the module map', () => {
  it('loads no TensorFlow.js for a cell that ranks by popularity and draws a chart', async () => {
    const kernel = createKernel(nodeHost());
    const code = `import { fromRows, popularity } from 'recsys';
      import * as Plot from '@observablehq/plot';
      display(popularity(fromRows([{ user: 'u', item: 'i' }, { user: 'v', item: 'j' }])).recommend(0, { k: 1 }).items[0]);
      display(({ width }) => Plot.plot({ width, marks: [Plot.dot([[1, 2]])] }));`;
    const { status, outputs, cost } = await kernel.run({
      cell: compileCell('a', code),
      signal: new AbortController().signal,
      onOutputs: () => undefined,
    });
    expect(status).toBe('done');
    expect(outputs).toMatchObject([{ tree: { value: 1 } }, { kind: 'svg', views: [{ width: 640 }, { width: 340 }] }]);
    expect('_tfengine' in globalThis).toBe(false);
    expect(cost).toEqual({ ms: cost.ms });
  });

  it('gives core and layers as one library', async () => {
    const tf = await nodeHost().modules['@tensorflow/tfjs']();
    for (const name of ['tensor', 'variableGrads', 'gather', 'train', 'sequential', 'layers', 'losses'])
      expect(tf).toHaveProperty(name);
    expect((tf.getBackend as () => string)()).toBe('wasm');
  });
});
