/** The book's leaderboard in a chapter, drawn from saved outputs: the models up to it, its own in the accent. */
import { useMemo } from 'react';
import type { ChapterBoard } from '../../notebook/board';
import { SoFar } from './SoFar';
import { standings } from './standings';

export interface LeaderboardProps {
  /** The boards as JSON, and the chapter that shows them; both given by the remark plugin. */
  boards: string;
  chapter: string;
}

export function Leaderboard({ boards, chapter }: LeaderboardProps) {
  const models = useMemo(() => standings(JSON.parse(boards) as ChapterBoard[]), [boards]);
  return <SoFar models={models} chapter={chapter} />;
}
