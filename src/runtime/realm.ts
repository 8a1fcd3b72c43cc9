/**
 * Takes from a worker's realm what cells do not need, before the first of them runs: storage, sockets, other workers, requests to other
 * origins, and the compiling of text, through which code could import from elsewhere. A worker that was loaded by its URL has no policy of its page to
 * do this for it.
 *
 * A cell can replace any method of any prototype. So what stays behind to refuse asks none of them: it calls what was taken here, by the `apply`
 * that was taken here.
 */

/** Globals that are taken away. */
const TAKEN = [
  ...['postMessage', 'close'], // the kernel’s own way to the page, and its end
  ...['indexedDB', 'caches', 'localStorage', 'sessionStorage', 'cookieStore', 'webkitRequestFileSystem'],
  ...['webkitRequestFileSystemSync', 'webkitResolveLocalFileSystemURL', 'webkitResolveLocalFileSystemSyncURL'],
  ...['BroadcastChannel', 'Worker', 'SharedWorker', 'ServiceWorkerRegistration', 'PushManager', 'Notification'],
  ...['WebSocket', 'WebSocketStream', 'WebTransport', 'EventSource', 'XMLHttpRequest', 'RTCPeerConnection', 'FontFace', 'fonts'],
];

/** Properties of `navigator` that are taken away. */
const TAKEN_FROM_NAVIGATOR = ['storage', 'storageBuckets', 'locks', 'serviceWorker', 'sendBeacon', 'serial', 'usb', 'hid'];

const { apply } = Reflect;
const { startsWith } = String.prototype;
const GenuineURL = URL;
const hrefOf = getterOf(URL.prototype, 'href');
const begins = (text: string, start: string): boolean => apply(startsWith, text, [start]);

/** A getter of the platform's: it reads what an object is, whatever a class or a cell has put over it. */
function getterOf(prototype: object, name: string): () => unknown {
  return Object.getOwnPropertyDescriptor(prototype, name)!.get!;
}

/** What of a worker's global is used here. */
export interface Realm {
  fetch: typeof fetch;
  Request: typeof Request;
  Function: FunctionConstructor;
  location: { href: string };
  navigator?: object;
  importScripts?: (...urls: string[]) => void;
  setTimeout: (...given: never[]) => unknown;
  setInterval: (...given: never[]) => unknown;
}

/**
 * Restricts a realm. What needs the originals, such as the kernel's own evaluation or the sets that readers keep, takes them before.
 *
 * @param site the site's address, with a slash at its end: files below it may be fetched
 */
export function restrictRealm(realm: Realm, site: string): void {
  for (const name of TAKEN) take(realm, name);
  if (realm.navigator) for (const name of TAKEN_FROM_NAVIGATOR) take(realm.navigator, name);
  restrictRequests(realm, site);
  restrictCompiling(realm);
}

/** Leaves nothing under a name. */
function take(holder: object, name: string): void {
  put(holder, name, undefined);
}

/** A value that no cell can put back, and nothing else under its name on what the object inherits from: there the genuine one may lie. */
function put(holder: object, name: string, value: unknown): void {
  for (let at: object | null = holder; at; at = Object.getPrototypeOf(at) as object | null) Reflect.deleteProperty(at, name);
  fix(holder, name, value);
}

function fix(holder: object, name: string, value: unknown): void {
  Object.defineProperty(holder, name, { value, writable: false, enumerable: false, configurable: false });
}

function restrictRequests(realm: Realm, site: string): void {
  const { fetch, Request, importScripts } = realm;
  const own = realm.location.href;
  const addressOf = getterOf(Request.prototype, 'url');
  const refuse = (address: string): never => {
    throw new TypeError(`cells cannot reach ${new GenuineURL(address).origin}: only files of this site can be fetched`);
  };
  put(realm, 'fetch', async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const address = apply(addressOf, request, []) as string;
    if (!begins(address, site) && !begins(address, 'data:') && !begins(address, 'blob:')) refuse(address);
    return apply(fetch, realm, [request]) as Promise<Response>;
  });
  if (!importScripts) return;
  put(realm, 'importScripts', (...urls: unknown[]) => {
    for (let at = 0; at < urls.length; at++) {
      const address = apply(hrefOf, new GenuineURL(`${urls[at] as string}`, own), []) as string;
      if (!begins(address, site)) refuse(address);
      apply(importScripts, realm, [address]);
    }
  });
}

/** The ways from a text to code: `eval`, the constructors of functions, and timers that take a text. */
function restrictCompiling(realm: Realm): void {
  const refuse = (): never => {
    throw new EvalError('a cell cannot turn a text into code: write the code itself');
  };
  put(realm, 'eval', refuse);
  // Still what functions are instances of. Its traps inherit nothing: another one, put on `Object.prototype`, would be handed the genuine `Function`.
  const traps: ProxyHandler<FunctionConstructor> = Object.assign(Object.create(null), { apply: refuse, construct: refuse });
  const noFunction = new Proxy(realm.Function, traps);
  const kinds = [() => 0, async () => 0, function* () {}, async function* () {}];
  for (const kind of kinds) fix(Object.getPrototypeOf(kind) as object, 'constructor', noFunction);
  put(realm, 'Function', noFunction);
  for (const name of ['setTimeout', 'setInterval'] as const) {
    const original = realm[name] as (...given: unknown[]) => unknown;
    put(realm, name, (...given: unknown[]) => (typeof given[0] === 'function' ? apply(original, realm, given) : refuse()));
  }
}
