/** Hears of `?` anywhere on a page and opens the sheet about keys, which is loaded only then. */
import { lazy, Suspense, useEffect, useSyncExternalStore } from 'react';
import { asksForKeys } from './keys';
import { keysSheet } from './keysStore';

const KeysSheet = lazy(async () => ({ default: (await import('./KeysSheet')).KeysSheet }));

export function KeysHost() {
  const isOpen = useSyncExternalStore(keysSheet.subscribe, keysSheet.get, () => false);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!asksForKeys(event)) return;
      event.preventDefault();
      keysSheet.set(true);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
  if (!isOpen) return null;
  return (
    <Suspense>
      <KeysSheet />
    </Suspense>
  );
}
