/** The worker's entry: a kernel with the book's modules, served to the page, in a realm without what cells do not need. */
import { evaluateOnly } from '../kernel/evaluate';
import { createKernel } from '../kernel/execute';
import { serveKernel } from '../kernel/serve';
import { retrying } from '../offline/retrying';
import { loadWorld } from '../recsys/data/world/readWorld';
import { backendSettings } from '../recsys/tf/settings';
import type { DataSet } from '../recsys/types';
import { makeHost } from './host';
import { withLateErrors } from './lateErrors';
import { ownSets } from './ownSets';
import { pagePort } from './pagePort';
import type { WorkerScope } from './pagePort';
import { restrictRealm } from './realm';
import { siteFiles, WASM_FOLDER } from './site';
import type { DataMessage } from './site';

__webpack_chunk_load__ = retrying(__webpack_chunk_load__);

const files = siteFiles(self.name, self.location.href);
backendSettings.wasmPath = files.url(WASM_FOLDER);
const own = ownSets(self.indexedDB as IDBFactory | undefined);

/** The set that the page posts, where it chose one that the browser does not keep. */
const held = new Promise<DataSet>((resolve) =>
  self.addEventListener('message', ({ data }: MessageEvent<DataMessage | { type: unknown }>) => {
    if (data.type === 'data') resolve((data as DataMessage).data);
  }),
);

async function loadData(): Promise<DataSet> {
  const { chosen } = files;
  if (!chosen) return loadWorld(files.data);
  if (chosen.kind === 'own') return own.read(chosen.id);
  if (chosen.kind === 'held') return held;
  const { readInstalled } = await import('./readInstalled');
  return readInstalled(chosen, files.data);
}

const page = pagePort(self as unknown as WorkerScope);
const { port, report } = withLateErrors(page.port);
self.addEventListener('error', (event) => {
  report(event.error ?? event.message);
  event.preventDefault(); // the page would take it for a crash
});
self.addEventListener('unhandledrejection', (event) => {
  report(event.reason);
  event.preventDefault();
});
restrictRealm(self as never, files.root);
evaluateOnly(page.isFromPage);
serveKernel(createKernel(makeHost(loadData)), port);
