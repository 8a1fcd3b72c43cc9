/** What a tab holds: its page, its workers, and the tensors in them, as the browser's own tools tell it. */
import { readFileSync } from 'node:fs';
import type { CDPSession, Page } from 'playwright-core';

/** What a tab holds. */
export interface Footprint {
  /** Megabytes of the page's objects and buffers. */
  heapMB: number;
  /** Nodes of documents, those of editors and those that are kept though they stand nowhere included. */
  nodes: number;
  /** Listeners of events. */
  listeners: number;
  workers: number;
  /** Megabytes of the objects and buffers of all workers; memories of WebAssembly are no part of it. */
  workerHeapMB: number;
  /** Megabytes that only the tab's process has, as Linux tells it: all of the above, the memories of WebAssembly, and what engine and allocators keep. 0 elsewhere. */
  processMB: number;
  /** Tensors of all workers that nobody has disposed of. */
  tensors: number;
}

/** Sends a command of the protocol of Chromium's tools. */
type Send = (method: string, params?: object) => Promise<Record<string, unknown>>;

/** Times that garbage is collected before anything is counted, and the milliseconds after each: what one collection frees holds what the next one does. */
const [COLLECTIONS, REST] = [4, 250];

const COUNT_TENSORS = 'globalThis._tfengine?.backendInstance ? globalThis._tfengine.memory().numTensors : 0';

/** Begins to watch a tab; gives a function that tells what it holds, behind collected garbage. */
export async function watchTab(page: Page): Promise<() => Promise<Footprint>> {
  const session = await page.context().newCDPSession(page);
  const workers = await workersOf(session);
  const ofPage: Send = (method, params) => session.send(method as 'Runtime.getHeapUsage', params as undefined) as never;
  return async () => {
    const here = [...workers.values()];
    for (let count = 0; count < COLLECTIONS; count++) {
      await Promise.all([ofPage, ...here].map((send) => send('HeapProfiler.collectGarbage')));
      await new Promise((resolve) => setTimeout(resolve, REST));
    }
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
    const [heapMB, ...workerHeaps] = await Promise.all([ofPage, ...here].map(heapOf));
    const tensors = await Promise.all(here.map((send) => send('Runtime.evaluate', { expression: COUNT_TENSORS })));
    return {
      heapMB,
      nodes,
      listeners: jsEventListeners,
      workers: here.length,
      workerHeapMB: total(workerHeaps),
      processMB: await privateMB(page),
      tensors: total(tensors.map(({ result }) => (result as { value: number }).value)),
    };
  };
}

const total = (values: number[]) => values.reduce((sum, value) => sum + value, 0);

/** Megabytes of objects and buffers. */
async function heapOf(send: Send): Promise<number> {
  const { usedSize, backingStorageSize } = (await send('Runtime.getHeapUsage')) as Record<string, number>;
  return (usedSize + backingStorageSize) / 1e6;
}

/** Megabytes that only the browser's processes of pages have. There is one page, and at most a process kept ready for the next. */
async function privateMB(page: Page): Promise<number> {
  const session = await page.context().browser()!.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return total(processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => privateOf(id)));
}

function privateOf(id: number): number {
  try {
    const told = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8');
    return total(Array.from(told.matchAll(/^Private_\w+:\s+(\d+) kB$/gm), ([, kilobytes]) => (1024 * Number(kilobytes)) / 1e6));
  } catch {
    return 0;
  }
}

/** The tab's dedicated workers that run, each as somebody who takes commands. */
async function workersOf(session: CDPSession): Promise<Map<string, Send>> {
  const workers = new Map<string, Send>();
  const answers = new Map<number, { resolve: (result: Record<string, unknown>) => void; reject: (error: Error) => void }>();
  let last = 0;
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result, error } = JSON.parse(message);
    const waiting = answers.get(id);
    answers.delete(id);
    if (error) waiting?.reject(new Error(error.message));
    else waiting?.resolve(result);
  });
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type !== 'worker') return;
    workers.set(sessionId, (method, params = {}) => {
      const id = ++last;
      const message = JSON.stringify({ id, method, params });
      return new Promise((resolve, reject) => {
        answers.set(id, { resolve, reject });
        session.send('Target.sendMessageToTarget', { sessionId, message }).catch(reject);
      });
    });
  });
  session.on('Target.detachedFromTarget', ({ sessionId }) => void workers.delete(sessionId));
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  return workers;
}
