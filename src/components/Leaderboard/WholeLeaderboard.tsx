/** The book's leaderboard on a page of its own, drawn from saved outputs: all models, with what each costs. */
import { useMemo } from 'react';
import type { ChapterBoard } from '../../notebook/board';
import { Costs } from './Costs';
import { standings } from './standings';

export interface WholeLeaderboardProps {
  /** The boards as JSON, given by the remark plugin. */
  boards: string;
}

export function WholeLeaderboard({ boards }: WholeLeaderboardProps) {
  return <Costs models={useMemo(() => standings(JSON.parse(boards) as ChapterBoard[]), [boards])} />;
}
