/**
 * Takes from a worker's realm what cells do not need, before the first of them runs: storage, sockets, other workers, requests to other
 * origins, and the compiling of text, through which code could import from elsewhere. A worker that was loaded by its URL has no policy of its page to
 * do this for it.
 */

/** Globals that are taken away. */
const TAKEN = [
  ...['indexedDB', 'caches', 'localStorage', 'sessionStorage', 'cookieStore', 'webkitRequestFileSystem'],
  ...['webkitRequestFileSystemSync', 'webkitResolveLocalFileSystemURL', 'webkitResolveLocalFileSystemSyncURL'],
  ...['BroadcastChannel', 'Worker', 'SharedWorker', 'ServiceWorkerRegistration', 'PushManager', 'Notification'],
  ...['WebSocket', 'WebSocketStream', 'WebTransport', 'EventSource', 'XMLHttpRequest', 'RTCPeerConnection', 'FontFace', 'fonts'],
];

/** Properties of `navigator` that are taken away. */
const TAKEN_FROM_NAVIGATOR = ['storage', 'storageBuckets', 'locks', 'serviceWorker', 'sendBeacon', 'serial', 'usb', 'hid'];

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

/** Leaves nothing under a name, on the object or on what it inherits from. */
function take(holder: object, name: string): void {
  for (let at: object | null = holder; at; at = Object.getPrototypeOf(at) as object | null) Reflect.deleteProperty(at, name);
  put(holder, name, undefined);
}

/** A value that no cell can put back. */
function put(holder: object, name: string, value: unknown): void {
  Object.defineProperty(holder, name, { value, writable: false, enumerable: false, configurable: false });
}

function restrictRequests(realm: Realm, site: string): void {
  const { fetch, Request, importScripts } = realm;
  // The genuine address of a genuine request: a subclass may say another one.
  const addressOf = Object.getOwnPropertyDescriptor(Request.prototype, 'url')!.get!;
  const refuse = (address: string): never => {
    throw new TypeError(`cells cannot reach ${new URL(address).origin}: only files of this site can be fetched`);
  };
  put(realm, 'fetch', async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const address = addressOf.call(request) as string;
    if (!address.startsWith(site) && !/^(data|blob):/.test(address)) refuse(address);
    return fetch.call(realm, request);
  });
  if (!importScripts) return;
  put(realm, 'importScripts', (...urls: unknown[]) => {
    const addresses = urls.map((url) => new URL(String(url), realm.location.href).href);
    for (const address of addresses) if (!address.startsWith(site)) refuse(address);
    importScripts.apply(realm, addresses);
  });
}

/** The ways from a text to code: `eval`, the constructors of functions, and timers that take a text. */
function restrictCompiling(realm: Realm): void {
  const refuse = (): never => {
    throw new EvalError('a cell cannot turn a text into code: write the code itself');
  };
  put(realm, 'eval', refuse);
  // Still what functions are instances of.
  const noFunction = new Proxy(realm.Function, { apply: refuse, construct: refuse });
  const kinds = [() => 0, async () => 0, function* () {}, async function* () {}];
  for (const kind of kinds) put(Object.getPrototypeOf(kind) as object, 'constructor', noFunction);
  put(realm, 'Function', noFunction);
  for (const name of ['setTimeout', 'setInterval'] as const) {
    const original = realm[name] as (...given: unknown[]) => unknown;
    put(realm, name, (callback: unknown, ...more: unknown[]) =>
      typeof callback === 'function' ? original.call(realm, callback, ...more) : refuse(),
    );
  }
}
