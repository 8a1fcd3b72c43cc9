/** Firefox as it is installed, driven by Marionette: JSON in frames of `length:`, on a port of this machine. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asScript, eventually, findCommand, valueOf } from './driver';
import type { Driver } from './driver';

export const firefox = findCommand('FIREFOX_PATH', ['firefox', 'firefox-esr']);

export async function startFirefox(): Promise<Driver> {
  const profile = mkdtempSync(join(tmpdir(), 'handbook-firefox-'));
  // Any free port, which Firefox then writes into the profile.
  writeFileSync(join(profile, 'user.js'), 'user_pref("marionette.port", 0);\n');
  const child = spawn(firefox!, ['--headless', '--no-remote', '--profile', profile, '--marionette'], { stdio: 'ignore' });
  const socket = await eventually(async () => open(Number(readFileSync(join(profile, 'MarionetteActivePort'), 'utf8'))));
  const send = talk(socket);
  await send('WebDriver:NewSession', { capabilities: { alwaysMatch: {} } });
  await send('WebDriver:SetTimeouts', { script: 300_000 });
  return {
    go: async (url) => void (await send('WebDriver:Navigate', { url })),
    run: async (body) => {
      const answer = await send('WebDriver:ExecuteAsyncScript', { script: asScript(body), args: [], sandbox: null });
      return valueOf((answer as { value: object }).value);
    },
    async quit() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      await send('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => child.kill());
      await ended;
      socket.destroy();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.once('error', reject);
  });
}

type Send = (command: string, parameters: object) => Promise<unknown>;

/** Sends commands over the socket, and pairs answers `[1, id, error, result]` with them. */
function talk(socket: Socket): Send {
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  let bytes = Buffer.alloc(0);
  socket.on('data', (part) => {
    bytes = Buffer.concat([bytes, part]);
    for (let colon = bytes.indexOf(':'); colon > 0; colon = bytes.indexOf(':')) {
      const end = colon + 1 + Number(bytes.subarray(0, colon));
      if (bytes.length < end) return;
      const answer = JSON.parse(String(bytes.subarray(colon + 1, end))) as unknown;
      bytes = bytes.subarray(end);
      if (!Array.isArray(answer)) continue; // the greeting
      const [, id, error, result] = answer as [1, number, { message: string } | null, unknown];
      if (error) waiting.get(id)?.reject(new Error(error.message));
      else waiting.get(id)?.resolve(result);
      waiting.delete(id);
    }
  });
  let id = 0;
  return (command, parameters) =>
    new Promise((resolve, reject) => {
      waiting.set(++id, { resolve, reject });
      const text = JSON.stringify([0, id, command, parameters]);
      socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
}
