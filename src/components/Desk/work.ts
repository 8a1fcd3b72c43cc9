/** What runs and what waits in this tab, of all chapters that are open in it. */
import type { Session } from '../Cell/session';
import type { Line } from '../Cell/runQueue';

/** A cell at work, or one that waits. */
export interface Job {
  session: Session;
  id: string;
  title: string;
  isRunning: boolean;
}

/** Which chapters are open, and how to hear of another. */
export interface Openings {
  sessions: () => Session[];
  /** Returns how to stop. */
  onOpen: (listener: () => void) => () => void;
}

export class Work {
  private readonly openings: Openings;
  private lines: Line[] = [];
  private jobs: Job[] = [];

  constructor(openings: Openings) {
    this.openings = openings;
  }

  /** Told of every change of every cell. */
  subscribe = (listener: () => void): (() => void) => {
    const stops = new Map<Session, () => void>();
    const watch = () => {
      for (const session of this.openings.sessions()) if (!stops.has(session)) stops.set(session, session.subscribe(listener));
      listener();
    };
    const stopWatching = this.openings.onOpen(watch);
    watch();
    return () => {
      stopWatching();
      for (const stop of stops.values()) stop();
    };
  };

  /** What runs, then what waits; the same array until a cell begins, ends or moves up. */
  get = (): Job[] => {
    const sessions = this.openings.sessions();
    const lines = sessions.map(({ line }) => line);
    if (lines.length === this.lines.length && lines.every((line, at) => line === this.lines[at])) return this.jobs;
    this.lines = lines;
    const jobs = sessions.flatMap((session) => jobsOf(session));
    this.jobs = [...jobs.filter(({ isRunning }) => isRunning), ...jobs.filter(({ isRunning }) => !isRunning)];
    return this.jobs;
  };
}

function jobsOf(session: Session): Job[] {
  const { running, waiting } = session.line;
  const job = (id: string, isRunning: boolean): Job => {
    const { title } = session.chapter.cells.find((cell) => cell.id === id)!;
    return { session, id, title, isRunning };
  };
  return [...(running === undefined ? [] : [job(running, true)]), ...waiting.map((id) => job(id, false))];
}
