/** The worker that trains the neural models in Chromium: starts a backend and says which, or trains and tells the times. */
import { startBackend } from '../src/recsys/tf/backend';
import { backendSettings } from '../src/recsys/tf/settings';
import type { BackendSettings } from '../src/recsys/tf/settings';
import { stepTimes } from './neuralTasks';
import type { NeuralTaskName } from './neuralTasks';

addEventListener('message', async ({ data }: MessageEvent<BackendSettings | { task: NeuralTaskName; enough: number }>) => {
  if ('prefer' in data) postMessage(await startBackend(Object.assign(backendSettings, data)));
  else postMessage(await stepTimes(data.task, data));
});
// A failed promise says nothing to the page by itself.
addEventListener('unhandledrejection', ({ reason }) => {
  throw reason;
});
