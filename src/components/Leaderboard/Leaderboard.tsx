/**
 * The book's leaderboard, drawn from saved outputs: in a chapter the models up to it, its own in the accent; on a page of its own all of
 * them, with what each costs.
 */
import { useMemo } from 'react';
import type { ChapterBoard } from '../../notebook/board';
import { Costs } from './Costs';
import { SoFar } from './SoFar';
import { standings } from './standings';

export interface LeaderboardProps {
  /** The boards as JSON, and the chapter that shows them; both given by the remark plugin. */
  boards: string;
  chapter?: string;
}

export function Leaderboard({ boards, chapter }: LeaderboardProps) {
  const models = useMemo(() => standings(JSON.parse(boards) as ChapterBoard[]), [boards]);
  return chapter ? <SoFar models={models} chapter={chapter} /> : <Costs models={models} />;
}
