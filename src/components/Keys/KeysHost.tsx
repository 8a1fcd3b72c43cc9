/** Hears of `?` anywhere on a page and opens the sheet about keys, which is loaded only then. */
import { useEffect, useSyncExternalStore } from 'react';
import { part } from '../Offline/part';
import { asksForKeys } from './keys';
import { keysSheet } from './keysStore';

const KeysSheet = part(
  async () => (await import('./KeysSheet')).KeysSheet,
  () => keysSheet.set(false),
);

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
  return isOpen ? <KeysSheet /> : null;
}
