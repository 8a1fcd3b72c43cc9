/** The reader's progress in React; none on the server and until the page has come alive. */
import { usePluginData } from '@docusaurus/useGlobalData';
import { useSyncExternalStore } from 'react';
import { markOf, NO_PROGRESS } from './progress';
import type { Mark, Progress } from './progress';
import { progress } from './store';

export function useProgress(): Progress {
  return useSyncExternalStore(progress.subscribe, progress.get, () => NO_PROGRESS);
}

/** Tells of each chapter what it has earned. */
export function useMarks(): (chapter: string) => Mark | undefined {
  const now = useProgress();
  const { exercises } = usePluginData('notebooks') as { exercises: Record<string, string[]> };
  return (chapter) => markOf(now, chapter, exercises[chapter] ?? []);
}
