/** The worker that does the tasks in Chromium: makes the log of a size, does a task, or tells the result of the last one. */
import { seededLog } from './log';
import { runTask } from './tasks';
import type { Interactions } from '../src/recsys/types';
import type { LogSize } from './log';
import type { Done, Task } from './tasks';

let log: Interactions;
let done: Done;

addEventListener('message', async ({ data }: MessageEvent<{ size: LogSize } | { task: Task } | 'result'>) => {
  if (data === 'result') return postMessage(done());
  const start = performance.now();
  if ('size' in data) log = seededLog(data.size);
  else done = await runTask(log, data.task);
  postMessage(performance.now() - start);
});
