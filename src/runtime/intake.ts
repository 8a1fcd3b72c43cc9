/** A worker's entry: takes in the data that readers bring, and keeps it in their browser. */
import type { DataSet } from '../recsys/types';
import type { FromIntake, ToIntake } from './intakeProtocol';
import { describeSet, ownSets } from './ownSets';
import { takeIn } from './takeIn';
import type { TakeInOptions } from './takeIn';

const sets = ownSets(self.indexedDB as IDBFactory | undefined);
const post = (message: FromIntake): void => self.postMessage(message);

/** Milliseconds between two words about progress. */
const FRAME = 32;

self.addEventListener('message', ({ data }: MessageEvent<ToIntake>) => {
  fulfil(data).catch((error: unknown) =>
    post({ type: 'failed', message: error instanceof Error ? error.message : String(error) }),
  );
});
post({ type: 'ready' });

async function fulfil(wish: ToIntake): Promise<void> {
  if (wish.type === 'list') return post({ type: 'sets', sets: await sets.list() });
  if (wish.type === 'remove') {
    await sets.remove(wish.id);
    return post({ type: 'sets', sets: await sets.list() });
  }
  const taken = await takeIn(wish.files, { columns: wish.columns, onProgress: progress() });
  if ('table' in taken) return post({ type: 'table', preview: taken.table });
  post(await keep(taken.data));
}

async function keep(data: DataSet): Promise<FromIntake> {
  try {
    return { type: 'kept', set: await sets.add(data) };
  } catch (error) {
    return { type: 'held', set: describeSet(data), data, reason: (error as Error).message };
  }
}

function progress(): TakeInOptions['onProgress'] {
  let last = 0;
  return ({ done, total }) => {
    if (performance.now() - last < FRAME) return;
    last = performance.now();
    post({ type: 'progress', done, total });
  };
}
