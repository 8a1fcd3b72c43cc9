import { describe, expect, it, vi } from 'vitest';
import { toErrorOutput } from '../../src/kernel/failure';
import { LOAD_ERROR, LOAD_HINT } from '../../src/kernel/protocol';
import { LoadError, retrying } from '../../src/offline/retrying';

describe('retrying(load)', () => {
  it('asks again once, be it that the loader rejects or throws', async () => {
    for (const fault of [() => Promise.reject(new Error('no')), () => expectThrow()]) {
      const load = vi.fn<(part: string) => Promise<string>>(async (part) => part).mockImplementationOnce(fault);
      expect(await retrying(load, { pause: 0 })('a')).toBe('a');
      expect(load).toHaveBeenCalledTimes(2);
    }
  });

  it('says what did not come, and tells once of each part', async () => {
    const onFailure = vi.fn();
    const load = vi.fn(() => Promise.reject(new TypeError('Failed to fetch')));
    const error: unknown = await retrying(load, { pause: 0, onFailure })('a').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(LoadError);
    expect(load).toHaveBeenCalledTimes(2);
    expect(onFailure).toHaveBeenCalledTimes(1);
  });

  it('fails by the name that the page listens to, with the hint for it', () => {
    const output = toErrorOutput(new LoadError('a part did not come', { cause: new TypeError('Failed to fetch') }));
    expect(output).toMatchObject({ name: LOAD_ERROR, hint: LOAD_HINT });
  });
});

function expectThrow(): never {
  throw new Error('at once');
}
