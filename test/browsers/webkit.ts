/** WebKit as Debian's `webkit2gtk-driver` has it, driven by WebDriver over HTTP. It has no headless mode: where there is no display, Xvfb is one. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { asScript, eventually, findCommand, valueOf } from './driver';
import type { Driver } from './driver';

const screen = findCommand('XVFB_PATH', ['Xvfb']);
const driver = findCommand('WEBKIT_DRIVER', ['WebKitWebDriver']);

/** The driver's path, where it can run. */
export const webkit = process.env.DISPLAY || screen ? driver : undefined;

export async function startWebkit(): Promise<Driver> {
  const display = process.env.DISPLAY ? undefined : await startScreen();
  const port = await freePort();
  const env = { ...process.env, ...(display && { DISPLAY: display.name }) };
  const child = spawn(webkit!, [`--port=${port}`], { stdio: 'ignore', env });
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}/session${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const { value } = (await response.json()) as { value: unknown };
    if (!response.ok) throw new Error((value as { message: string }).message);
    return value;
  };
  await eventually(() => fetch(`http://127.0.0.1:${port}/status`));
  const { sessionId } = (await ask('POST', '', { capabilities: { alwaysMatch: {} } })) as { sessionId: string };
  await ask('POST', `/${sessionId}/timeouts`, { script: 300_000 });
  return {
    go: async (url) => void (await ask('POST', `/${sessionId}/url`, { url })),
    run: async (body) =>
      valueOf((await ask('POST', `/${sessionId}/execute/async`, { script: asScript(body), args: [] })) as object),
    async quit() {
      await ask('DELETE', `/${sessionId}`).catch(() => undefined);
      for (const process of [child, display?.process]) process?.kill();
    },
  };
}

/** A screen in memory; it says which number it took. */
async function startScreen(): Promise<{ name: string; process: ChildProcess }> {
  const process = spawn(screen!, ['-displayfd', '1', '-screen', '0', '1280x900x24'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const number = await new Promise<string>((resolve, reject) => {
    process.stdout.once('data', (data) => resolve(String(data).trim()));
    process.once('error', reject);
  });
  return { name: `:${number}`, process };
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
