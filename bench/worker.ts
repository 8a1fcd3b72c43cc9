/** The worker that does the tasks in Chromium: first it makes the log of a size, then it does one task a message. */
import { seededLog } from './log';
import { runTask } from './tasks';
import type { Interactions } from '../src/recsys/types';
import type { LogSize } from './log';
import type { Task } from './tasks';

let log: Interactions;

addEventListener('message', async ({ data }: MessageEvent<{ size: LogSize } | { task: Task }>) => {
  if ('size' in data) {
    log = seededLog(data.size);
    postMessage(null);
  } else {
    postMessage(await runTask(log, data.task));
  }
});
