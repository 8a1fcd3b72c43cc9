/**
 * The backends that need a browser: WebGL and WebGPU in a worker of Chromium, drawn by SwiftShader where there is no graphics card. What they compute is
 * compared with the plain JavaScript of `cpu` in the same worker.
 */
import { build } from 'esbuild';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../../scripts/chromium.mjs';
import type { Browser, Page } from 'playwright-core';
import type { Answers } from './graphicsWorker';

const FLAGS = [
  ...['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  ...['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan'],
];
const executablePath = findChromium();

describe.skipIf(!executablePath)('in a worker of a browser', { timeout: 180_000 }, () => {
  let browser: Browser;
  let page: Page;
  let onCpu: Answers;

  const ask = async (backend: string): Promise<Answers> => {
    const answers = await page.evaluate<Answers | string>(`ask(${JSON.stringify(backend)})`);
    if (typeof answers === 'string') throw new Error(answers);
    return answers;
  };

  beforeAll(async () => {
    const entryPoints = [join(import.meta.dirname, 'graphicsWorker.ts')];
    const define = { 'import.meta.url': '""' };
    const bundle = await build({ entryPoints, bundle: true, write: false, format: 'iife', target: 'es2022', define });
    browser = await chromium.launch({ executablePath, args: FLAGS });
    page = await browser.newPage();
    await page.route('**', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
    await page.goto('http://localhost/'); // WebGPU is for secure origins only, and this one counts as secure
    await page.evaluate(`{
      const code = new Blob([${JSON.stringify(bundle.outputFiles[0].text)}], { type: 'text/javascript' });
      const worker = new Worker(URL.createObjectURL(code));
      globalThis.ask = (backend) => new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
        worker.postMessage(backend);
      });
    }`);
    onCpu = await ask('cpu');
  }, 180_000);

  afterAll(() => browser.close());

  it.for(['webgl', 'webgpu'])('%s has right gradients of repeated rows, and trains as cpu does', async (name, context) => {
    const found = await ask(name);
    if (found.backend !== name) {
      expect(found.sentence).toBe(`${name} does not start here, so tensors are computed on ${found.backend}`);
      return context.skip(found.sentence);
    }
    expect(found.sentence).toBe(`tensors are computed on ${name}`);
    expect(found.sums).toEqual([19, 22, 5, 6, 1, 2, 0, 0]); // 3 + 7 + 9 and 4 + 8 + 10; row 2; row 0; none
    expect(found.gradient).toEqual([10, -20, 0]);
    expect(found.lookedUp).toEqual(onCpu.lookedUp);
    for (const [operation, numbers] of Object.entries(onCpu.operations)) {
      expect(found.operations[operation].length).toBe(numbers.length);
      numbers.forEach((value, at) => expect(found.operations[operation][at], operation).toBeCloseTo(value, 4));
    }
    expect(found.losses.length).toBe(onCpu.losses.length);
    expect(found.losses.at(-1)).toBeLessThan(found.losses[0]);
    expect(found.losses.at(-1)).toBeCloseTo(onCpu.losses.at(-1)!, 1);
    expect(found.leaked).toBe(0);
  });

  it('counts rows looked up as one would by hand', () => {
    const wanted = new Float64Array(100);
    for (let row = 0; row < 600; row++) {
      wanted[2 * ((row * row) % 50)] += 1;
      wanted[2 * ((row * row) % 50) + 1] += row;
    }
    expect(onCpu.lookedUp).toEqual([...wanted]);
  });
});
