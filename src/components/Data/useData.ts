/** The chosen data set in React: the built-in world until the page has come alive. */
import { useSyncExternalStore } from 'react';
import { BUILT_IN } from './choice';
import type { Choice } from './choice';
import { dataChoice } from './choiceStore';
import { dataDialog } from './dialogStore';

export function useChoice(): Choice {
  return useSyncExternalStore(dataChoice.subscribe, dataChoice.get, () => BUILT_IN);
}

export function useDataDialog() {
  return useSyncExternalStore(dataDialog.subscribe, dataDialog.get, dataDialog.atFirst);
}
