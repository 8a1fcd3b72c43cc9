/** Where the site keeps what a worker fetches, and which data its cells work on. */
import { retrying } from '../offline/retrying';
import type { DataSet } from '../recsys/types';

/** Folder of TensorFlow.js's `.wasm` files below the site's base URL. */
export const WASM_FOLDER = 'wasm/';
/** Folder of the data sets below the site's base URL. */
export const DATA_FOLDER = 'data/';

/** Which data a kernel's cells work on; absent for the built-in world. */
export type ChosenData =
  /** One that the reader brought, by its id. */
  | { kind: 'own'; id: string }
  /** One that the browser refuses to keep: the page posts it to the worker, as `DataMessage`. */
  | { kind: 'held'; id: string }
  /** One that was installed with the site, in a folder below the data. */
  | { kind: 'installed'; folder: string; files: string[] };

/** A held set on its way to a kernel's worker. */
export interface DataMessage {
  type: 'data';
  data: DataSet;
}

/** What the page tells a kernel's worker by its name. */
export interface WorkerSettings {
  /** The site's base URL. */
  base: string;
  data?: ChosenData;
}

/**
 * The files of the site for a worker that was started as `new Worker(url, { name: JSON.stringify(settings) })`.
 *
 * @param name the worker's name; without a base in it the site is taken to stand at `/`
 * @param location the worker's own URL
 */
export function siteFiles(
  name: string,
  location: string,
): { root: string; url: (path: string) => string; data: (name: string) => Promise<Uint8Array>; chosen?: ChosenData } {
  const { base, data: chosen } = settingsOf(name);
  const root = new URL(base, new URL(location).origin).href;
  const url = (path: string): string => new URL(path, root).href;
  return {
    root,
    url,
    data: retrying(
      async (file: string) => {
        const response = await fetch(url(DATA_FOLDER + file));
        if (!response.ok) throw new Error(`${response.status} ${response.statusText}`.trim());
        return new Uint8Array(await response.arrayBuffer());
      },
      { nameOf: (file) => file },
    ),
    ...(chosen && { chosen }),
  };
}

function settingsOf(name: string): WorkerSettings {
  try {
    const { base, data } = JSON.parse(name) as Partial<WorkerSettings>;
    if (typeof base === 'string') return { base: base.endsWith('/') ? base : `${base}/`, ...(data && { data }) };
  } catch {
    // a worker of another name
  }
  return { base: '/' };
}
