/** The sessions of this tab, one a chapter: a run goes on while the reader looks at another page, and is there when they come back. */
import { createClient } from '../../kernel/client';
import type { WorkerLike } from '../../kernel/client';
import type { Chapter } from '../../notebook/chapter';
import { nameOf } from '../Data/choice';
import { dataChoice } from '../Data/choiceStore';
import { heldSets } from '../Data/heldSets';
import { recoverRun, takeRunAgain } from '../Offline/recover';
import { loadPurifier } from '../Output/sanitize';
import { withSolved } from '../Progress/progress';
import { progress } from '../Progress/store';
import { withScratch } from '../Scratch/scratchCell';
import { browserEdits, watchEdits } from './edits';
import type { Elsewhere } from './edits';
import { memory } from './memory';
import { notify } from './notices';
import { KEPT, releaseOthers } from './releaseOthers';
import { Session } from './session';

const sessions = new Map<string, Session>();

let isRefused = false;

const edits = browserEdits(
  () => window.localStorage,
  (reason) => {
    isRefused = true;
    notify(`Your edits are not being kept: the browser refused to store them (${reason}).`);
  },
);

/** Whether a reload of the page would lose what cells have computed, or edits or data that the browser does not keep. */
const losesWork = (): boolean =>
  isRefused || heldSets.list().length > 0 || [...sessions.values()].some((session) => session.holdsWork);

let isWatching = false;

/** Every session is told of another data set, and of what other tabs do to the same chapters. */
function watch(): void {
  if (isWatching) return;
  isWatching = true;
  watchEdits((change) => void (change === 'cleared' ? keepAgain() : follow(change)));
  dataChoice.subscribe(() => {
    for (const session of sessions.values()) session.changeData(dataChoice.get().kind === 'built-in');
  });
}

/** Another tab has changed a cell of a chapter that is open here. */
async function follow({ chapter, cell, ...change }: Elsewhere): Promise<void> {
  const session = sessions.get(chapter);
  const known = session?.chapter.cells.find(({ id }) => id === cell);
  if (!session || !known || (await session.follow(cell, change))) return;
  notify(
    `“${known.title}” was changed in another tab too, and what stands there is kept. This page still shows yours: ` +
      'change it here and yours is kept, or reload to see the other.',
  );
}

/** Another tab has cleared what is kept. */
function keepAgain(): void {
  let count = 0;
  for (const session of sessions.values()) count += session.keepAgain();
  if (count === 0) return;
  const what = count === 1 ? 'Your edit on this page was' : `Your ${count} edits on this page were`;
  notify(`What this browser kept of the book was cleared in another tab. ${what} kept again.`);
}

/** What a kernel's worker is told by its name: where the site stands, and which data its cells work on. */
function workerName(base: string): string {
  const choice = dataChoice.get();
  return JSON.stringify({ base, ...(choice.kind !== 'built-in' && { data: choice }) });
}

/** A kernel's worker; a data set that only this page holds is posted to it. */
function startWorker(base: string): WorkerLike {
  loadPurifier().catch(() => undefined); // asked again where an output needs it
  const worker = new Worker(new URL('../../runtime/browser.ts', import.meta.url), { name: workerName(base) });
  const choice = dataChoice.get();
  if (choice.kind === 'held') worker.postMessage({ type: 'data', data: heldSets.data(choice.id) });
  return worker as WorkerLike;
}

const openings = new Set<() => void>();

/** Calls back whenever a chapter's session has been started. Returns how to stop. */
export function onOpen(listener: () => void): () => void {
  openings.add(listener);
  return () => void openings.delete(listener);
}

/** The session of a chapter whose cells stand or stood on a page of this tab. */
export function openSession(path: string): Session | undefined {
  return sessions.get(path);
}

/** All of them, in the order in which they were started. */
export function openSessions(): Session[] {
  return [...sessions.values()];
}

/** Gives back what other chapters' kernels hold: of those that are idle a few stay, or none where memory is spared. */
export function releaseAllBut(path: string): void {
  const others = [...sessions].filter(([each]) => each !== path).map(([, session]) => session);
  releaseOthers(others, memory.isSpared() ? 0 : KEPT);
}

/** Runs every cell of a chapter that is open. */
export function runAllOf(path: string): void {
  sessions.get(path)?.runAll();
}

/** The chapter's session; started on first use. `base` is the site's base URL. */
export function sessionOf(chapter: Chapter, base: string): Session {
  const known = sessions.get(chapter.path);
  if (known) return known;
  watch();
  const session = new Session({
    chapter: withScratch(chapter),
    edits,
    connect: (onRestart) =>
      createClient({
        startWorker() {
          releaseAllBut(chapter.path);
          return startWorker(base);
        },
        onRestart,
      }),
    isSpared: memory.isSpared,
    dataName: () => nameOf(dataChoice.get()),
    onVerdict: ({ exercise, passed }) => {
      const isKept = !passed || progress.change((now) => withSolved(now, chapter.path, exercise));
      if (!isKept) notify('That you solved this is not being kept: the browser refused to store it.');
    },
    onMissing: (id) => void recoverRun(chapter.path, id, losesWork()),
    onEnd: (id, end, outputs) => {
      // Heard by whoever checks the page from outside; a page nobody checks pays nothing.
      const detail = { chapter: chapter.path, cell: id, status: end.status, outputs };
      document.dispatchEvent(new CustomEvent('handbook:run', { detail }));
    },
  });
  sessions.set(chapter.path, session);
  void session.restore();
  const again = takeRunAgain(chapter.path);
  if (again) void session.runAgain(again);
  queueMicrotask(() => openings.forEach((listener) => listener())); // sessions start while React renders
  return session;
}
