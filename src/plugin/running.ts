/** What a chapter's head says of running it: how long its cells took when they were saved, and what the first Run loads. */
import { relative, sep } from 'node:path';
import downloads from './downloads.generated.json';
import { readSaved } from './saved';

/** `under 1 s`, `8 s`, `2 min`. */
export function runText(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 1) return 'under 1 s';
  return seconds < 100 ? `${seconds.toFixed(0)} s` : `${(seconds / 60).toFixed(0)} min`;
}

/**
 * `2.3 MB`: the worker, and each of what the cells load. Frames stand on TensorFlow.js.
 *
 * @throws RangeError for a module that was never measured
 */
export function loadText(loads: string[]): string {
  const sizes: Record<string, number | string> = downloads;
  const all = new Set(['worker', ...loads, ...(loads.includes('danfojs') ? ['@tensorflow/tfjs'] : [])]);
  const kilobytes = [...all].map((name) => {
    const size = sizes[name];
    if (typeof size !== 'number') throw new RangeError(`loads must have been measured by scripts/downloads.mjs, got ${name}`);
    return size;
  });
  return `${(kilobytes.reduce((a, b) => a + b, 0) / 1000).toFixed(1)} MB`;
}

/** The front matter that a page of `docs` gets of its notebook; nothing for a page without one. */
export function running(page: string, root: string): { run?: string; load?: string } {
  const address = relative(root, page)
    .split(sep)
    .join('/')
    .replace(/^docs\//, '')
    .replace(/\.mdx?$/, '');
  const { ms, loads } = readSaved(`${root}/notebooks/${address}.ts`);
  return { ...(ms !== undefined && { run: runText(ms) }), ...(loads && { load: loadText(loads) }) };
}
