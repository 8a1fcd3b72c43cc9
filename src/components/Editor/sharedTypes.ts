/** The one type checker of this tab, and each chapter's view of it. */
import { createTypeClient } from '../../typing/client';
import type { TypeClient, TypeWorkerLike } from '../../typing/client';
import type { TypeAssets } from '../../typing/protocol';
import { memory } from '../Cell/memory';
import type { Session } from '../Cell/session';
import { ChapterTypes } from './chapterTypes';
import { typesStoreOf } from './typesStore';

let shared: TypeClient | undefined;
const chapters = new WeakMap<Session, ChapterTypes>();

export function chapterTypesOf(session: Session, assets: () => TypeAssets): ChapterTypes {
  const known = chapters.get(session);
  if (known) return known;
  const client = () =>
    (shared ??= createTypeClient({
      startWorker: () => new Worker(new URL('../../typing/worker.ts', import.meta.url), { name: 'types' }) as TypeWorkerLike,
      assets: assets(),
    }));
  const types = new ChapterTypes({
    session,
    store: typesStoreOf(session.chapter.path),
    client,
    isWelcome: () => !memory.isSpared(),
  });
  chapters.set(session, types);
  return types;
}
