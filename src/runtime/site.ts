/** Where the site keeps what a worker fetches. */

/** Folder of TensorFlow.js's `.wasm` files below the site's base URL. */
export const WASM_FOLDER = 'wasm/';
/** Folder of the data sets below the site's base URL. */
export const DATA_FOLDER = 'data/';

/**
 * The files of the site for a worker that was started as `new Worker(url, { name: JSON.stringify({ base }) })`.
 *
 * @param name the worker's name; without a base in it the site is taken to stand at `/`
 * @param location the worker's own URL
 */
export function siteFiles(
  name: string,
  location: string,
): { url: (path: string) => string; data: (name: string) => Promise<Uint8Array> } {
  const base = new URL(baseOf(name), new URL(location).origin);
  const url = (path: string): string => new URL(path, base).href;
  return {
    url,
    async data(file) {
      const response = await fetch(url(DATA_FOLDER + file));
      if (!response.ok) throw new Error(`${file} could not be fetched: ${response.status} ${response.statusText}`.trim());
      return new Uint8Array(await response.arrayBuffer());
    },
  };
}

function baseOf(name: string): string {
  try {
    const { base } = JSON.parse(name) as { base?: unknown };
    if (typeof base === 'string') return base.endsWith('/') ? base : `${base}/`;
  } catch {
    // a worker of another name
  }
  return '/';
}
