/** The worker's entry: a kernel with the book's modules, served to the page. */
import { createKernel } from '../kernel/execute';
import { serveKernel } from '../kernel/serve';
import { loadWorld } from '../recsys/data/world/readWorld';
import { backendSettings } from '../recsys/tf/settings';
import type { KernelPort } from '../kernel/serve';
import { makeHost } from './host';
import { withLateErrors } from './lateErrors';
import { siteFiles, WASM_FOLDER } from './site';

const files = siteFiles(self.name, self.location.href);
backendSettings.wasmPath = files.url(WASM_FOLDER);

const { port, report } = withLateErrors(self as unknown as KernelPort);
self.addEventListener('error', (event) => {
  report(event.error ?? event.message);
  event.preventDefault(); // the page would take it for a crash
});
self.addEventListener('unhandledrejection', (event) => {
  report(event.reason);
  event.preventDefault();
});
serveKernel(createKernel(makeHost(() => loadWorld(files.data))), port);
