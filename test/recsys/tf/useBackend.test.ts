import * as tf from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../src/recsys/tf/backend';
import { backendSettings } from '../../../src/recsys/tf/settings';
import { useBackend } from '../../../src/recsys/tf/useBackend';
import type { BackendName } from '../../../src/recsys/tf/settings';

describe('useBackend', () => {
  afterAll(() => void (backendSettings.prefer = 'wasm'));

  it('starts what is asked for, says so, and stays with it', async () => {
    expect(await startBackend()).toBe('wasm');
    const made = tf.tensor1d([1, 2]);
    expect(await useBackend('cpu')).toBe('tensors are computed on cpu');
    expect(tf.getBackend()).toBe('cpu');
    expect(await startBackend()).toBe('cpu'); // as models call it
    expect([...(await made.add(1).data())]).toEqual([2, 3]); // what another backend holds is brought over
    expect(await useBackend('wasm')).toBe('tensors are computed on wasm');
    expect(tf.getBackend()).toBe('wasm');
  });

  it.each(['webgl', 'webgpu'] as const)('says what is used in place of %s where there is no graphics card', async (name) => {
    expect(await useBackend(name)).toBe(`${name} does not start here, so tensors are computed on wasm`);
    expect(await startBackend()).toBe('wasm');
  });

  it('refuses what is no backend', async () => {
    await expect(useBackend('gpu' as BackendName)).rejects.toThrow(
      "name must be one of 'wasm', 'webgpu', 'webgl', 'cpu', got 'gpu'",
    );
  });
});
