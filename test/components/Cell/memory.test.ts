import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** A browser that keeps what it is told, or refuses. */
function browser({ deviceMemory, refuses = false }: { deviceMemory?: number; refuses?: boolean }) {
  const kept = new Map<string, string>();
  const refuse = () => {
    throw new Error('forbidden');
  };
  vi.stubGlobal('navigator', { deviceMemory });
  vi.stubGlobal('window', {
    localStorage: refuses
      ? { getItem: refuse, setItem: refuse }
      : { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, word: string) => void kept.set(key, word) },
  });
}

/** As on a page that has just been opened. */
async function open() {
  vi.resetModules();
  return (await import('../../../src/components/Cell/memory')).memory;
}

describe('memory', () => {
  beforeEach(() => void vi.resetModules());
  afterEach(() => void vi.unstubAllGlobals());

  it.each([
    [1, true],
    [2, true],
    [4, false],
    [undefined, false],
  ])('of %s GB: is it spared? %s', async (deviceMemory, isSpared) => {
    browser({ deviceMemory });
    expect((await open()).isSpared()).toBe(isSpared);
  });

  it('goes by what the reader decided, on later pages too', async () => {
    browser({ deviceMemory: 1 });
    (await open()).spare(false);
    const later = await open();
    expect(later.isSpared()).toBe(false);
    later.spare(true);
    expect(later.isSpared()).toBe(true);
  });

  it('goes by it on this page where the browser keeps nothing', async () => {
    browser({ deviceMemory: 8, refuses: true });
    const memory = await open();
    expect(memory.isSpared()).toBe(false);
    memory.spare(true);
    expect(memory.isSpared()).toBe(true);
  });
});
