/** Where a chapter's scratch cell stands, at the end of its text: once a reader asks for it, by the menu or by its keys, or has written in it. */
import { useEffect, useSyncExternalStore } from 'react';
import type { Session } from '../Cell/session';
import { useOpenSession } from '../Cell/useSession';
import { ScratchCell } from './ScratchCell';
import { SCRATCH } from './scratchCell';
import { scratchStore } from './scratchStore';

export function ScratchHost({ chapter }: { chapter: string }) {
  const session = useOpenSession(chapter);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { code, shiftKey, altKey, ctrlKey, metaKey } = event;
      if (code !== 'KeyN' || !shiftKey || !altKey || ctrlKey || metaKey) return;
      event.preventDefault();
      scratchStore.ask(chapter);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [chapter]);
  return session ? <Place session={session} /> : null;
}

function Place({ session }: { session: Session }) {
  const { path } = session.chapter;
  const asked = useSyncExternalStore(
    scratchStore.subscribe,
    () => scratchStore.asked(path),
    () => 0,
  );
  const isWritten = useSyncExternalStore(
    session.subscribe,
    () => session.state(SCRATCH).edited,
    () => false,
  );
  return asked > 0 || isWritten ? <ScratchCell session={session} asked={asked} /> : null;
}
