/** What is left of a realm after `restrictRealm`: run by realm.test.ts, prints JSON. */
import { restrictRealm } from '../../src/runtime/realm';

const asked: string[] = [];
const inherited = { BroadcastChannel: class {}, fetch: async () => new Response('genuine') };
const realm = Object.assign(Object.create(inherited), {
  indexedDB: {},
  navigator: Object.create({ storage: {} }) as object,
  location: { href: 'https://book.test/site/assets/worker.js' },
  Request: class extends Request {
    constructor(input: RequestInfo | URL, init?: RequestInit) {
      super(typeof input === 'string' ? new URL(input, 'https://book.test/site/assets/worker.js') : input, init);
    }
  },
  fetch: async (request: Request) => (asked.push(request.url), new Response('fine')),
  importScripts: (url: string) => void asked.push(url),
  Function,
  setTimeout,
  setInterval,
});
// The address is read by the genuine getter, wherever a class has put its own.
Object.defineProperty(realm.Request.prototype, 'url', Object.getOwnPropertyDescriptor(Request.prototype, 'url')!);
const genuineFetch: unknown = realm.fetch;
const told = process.stdout;
restrictRealm(realm, 'https://book.test/site/');

const found: Record<string, unknown> = {};
async function note(what: string, act: () => unknown): Promise<void> {
  try {
    found[what] = String(await act());
  } catch (error) {
    found[what] = (error as Error).name;
  }
}

await note('a taken global', () => realm.indexedDB);
await note('a taken global that was inherited', () => realm.BroadcastChannel);
await note(
  'a replaced global where it was inherited from',
  () => typeof (Object.getPrototypeOf(realm) as { fetch?: unknown }).fetch,
);
await note('putting one back', () => ((realm.indexedDB = {}), 'put back'));
await note('a taken property of navigator', () => realm.navigator.storage);
await note('eval', () => realm.eval('1'));
await note('Function', () => realm.Function('return 1')());
await note('new Function', () => new realm.Function('return 1')());
const constructorOf = (f: object) => (f as { constructor: (text: string) => () => unknown }).constructor;
await note('the constructor of an arrow', () => constructorOf(() => 1)('return 1')());
await note('the constructor of an async function', () => constructorOf(async () => 1)('return 1')());
await note('the constructor of a generator', () => constructorOf(function* () {})('return 1')());
await note('the constructor of an async generator', () => constructorOf(async function* () {})('return 1')());
await note('a timer of text', () => realm.setTimeout('1', 0));
await note('a timer of a function', () => new Promise((resolve) => realm.setTimeout((x: number) => resolve(`ran ${x}`), 0, 7)));
await note('functions are functions', () => `${note instanceof realm.Function} ${(() => 1) instanceof Function}`);
const address = async (act: () => unknown) => (await act(), asked.at(-1));
await note('a file of the site', () => address(() => realm.fetch('../data/a.csv')));
await note('a relative address above the site', () => address(() => realm.fetch('../../other/a.csv')));
await note('another origin', () => address(() => realm.fetch('https://elsewhere.test/')));
await note('another origin that begins alike', () => address(() => realm.fetch('https://book.test.elsewhere.test/site/')));
await note('a request that says another address', () => {
  class Liar extends Request {
    override get url() {
      return 'https://book.test/site/a';
    }
  }
  return address(() => realm.fetch(new Liar('https://elsewhere.test/')));
});
await note('data in the address itself', async () => (await realm.fetch('data:text/plain,x')).text());
/** Does something while a method of a prototype is a cell's own. */
async function patched(prototype: object, name: string, replacement: unknown, act: () => unknown): Promise<unknown> {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
  Object.defineProperty(prototype, name, { value: replacement, writable: true, configurable: true });
  try {
    return await act();
  } finally {
    if (descriptor) Object.defineProperty(prototype, name, descriptor);
    else Reflect.deleteProperty(prototype, name);
  }
}
const elsewhere = () => address(() => realm.fetch('https://elsewhere.test/'));
await note('another origin, when every text is said to begin right', () =>
  patched(String.prototype, 'startsWith', () => true, elsewhere),
);
await note('another origin, when every pattern is said to match', () => patched(RegExp.prototype, 'test', () => true, elsewhere));
await note('another origin, when URL is a class of the cell’s', () =>
  patched(
    globalThis,
    'URL',
    class {
      href = 'https://book.test/site/';
      origin = '';
    },
    () => address(() => realm.importScripts('https://elsewhere.test/a.js')),
  ),
);
await note('the genuine fetch, by what calls it', async () => {
  let seen = 'not seen';
  const peek = function (this: unknown) {
    if (this === genuineFetch) seen = 'seen';
  };
  for (const name of ['call', 'apply', 'bind']) await patched(Function.prototype, name, peek, () => realm.fetch('/site/a'));
  return seen;
});
await note('the genuine Function, by a trap that is inherited', async () => {
  let seen = 'not seen';
  const peek = (target: unknown) => {
    if (target === Function) seen = 'seen';
  };
  for (const trap of ['get', 'has', 'getPrototypeOf'])
    await patched(Object.prototype, trap, peek, () => [
      realm.Function.name,
      'name' in realm.Function,
      Object.getPrototypeOf(realm.Function),
    ]);
  return seen;
});
await note('a script of the site', () => address(() => realm.importScripts('../chunk.js')));
await note('a script of elsewhere', () => address(() => realm.importScripts('https://elsewhere.test/a.js')));
await note('a script from a blob', () => address(() => realm.importScripts('blob:https://book.test/123')));
told.write(JSON.stringify(found));
