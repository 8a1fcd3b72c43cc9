import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { Layout, startKernel } from '../../../src/recsys/simd/kernel';
import { kernelText } from '../../../src/recsys/simd/kernel.generated';
import { generatedFile, kernelModule } from '../../../scripts/simd.mjs';

const bytes = Uint8Array.from(Buffer.from(kernelText, 'base64'));

describe('the kernel', () => {
  it('is what the build makes of its sources', () => expect(readFileSync(generatedFile, 'utf8')).toBe(kernelModule()));

  it('says in its first line that it is generated', () => {
    expect(readFileSync(generatedFile, 'utf8')).toMatch(/^\/\*\* Generated from `assembly` by `npm run simd`/);
  });

  it('needs nothing but a memory', () => {
    const imports = WebAssembly.Module.imports(new WebAssembly.Module(bytes));
    expect(imports).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }]);
  });

  it('has SIMD of fixed width only, whose every operation has one result', () => {
    // Relaxed SIMD's opcodes are 0xfd followed by 0x80 … 0x93, 0x02 (256 … 275 in LEB128); no other place of a module has such bytes here.
    const relaxed = bytes.findIndex(
      (byte, at) => byte === 0xfd && bytes[at + 1] >= 0x80 && bytes[at + 1] <= 0x93 && bytes[at + 2] === 0x02,
    );
    expect(relaxed).toBe(-1);
  });

  it('starts with a memory of its own, zero and large enough', () => {
    const [one, two] = [startKernel(100_000)!, startKernel(100_000)!];
    expect(one.buffer.byteLength).toBe(131_072);
    new Uint8Array(one.buffer).fill(1);
    expect(new Uint8Array(two.buffer).every((byte) => byte === 0)).toBe(true);
  });

  it('is undefined for a memory that 32-bit addresses do not reach', () => expect(startKernel(5e9)).toBeUndefined());

  it.each([
    ['has no WebAssembly', undefined],
    [
      'refuses the module, as Chromium once did above 4 kB',
      {
        ...WebAssembly,
        Module: class {
          constructor() {
            throw new RangeError('WebAssembly.Compile is disallowed on the main thread');
          }
        },
      },
    ],
  ])('is undefined where the engine %s', async (_, wasm) => {
    vi.stubGlobal('WebAssembly', wasm);
    vi.resetModules();
    const { startKernel: start } = await import('../../../src/recsys/simd/kernel');
    expect(start(1000)).toBeUndefined();
    vi.unstubAllGlobals();
  });
});

describe('a layout', () => {
  it('gives out addresses on cache lines, none of them 0, with room behind each', () => {
    const layout = new Layout();
    const addresses = [0, 1, 64, 100].map((size) => layout.take(size));
    expect(addresses.every((address) => address > 0 && address % 64 === 0)).toBe(true);
    expect(addresses).toEqual([...new Set(addresses)]);
    expect(addresses[3] - addresses[2]).toBeGreaterThanOrEqual(64 + 16);
  });
});
