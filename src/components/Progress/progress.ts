/** How far a reader has come in the book: pure data, and what changes it. */

/** Of one chapter. */
export interface ChapterProgress {
  /** Its end was read. */
  read?: boolean;
  /** Names of its exercises whose check was passed. */
  solved?: string[];
  /** Names of its exercises whose solution was shown. */
  seen?: string[];
  /** The heading that was read last. */
  at?: string;
}

export interface Progress {
  chapters: Readonly<Record<string, ChapterProgress>>;
  /** The chapter that was open last. */
  last?: string;
}

export const NO_PROGRESS: Progress = { chapters: {} };

/** `done`: its exercises are solved; where it has none, it was read. `read`: read to its end, with exercises left. */
export type Mark = 'done' | 'read';

/** What a chapter has earned; `exercises` are the names of those it has. */
export function markOf(progress: Progress, chapter: string, exercises: readonly string[]): Mark | undefined {
  const { read, solved = [] } = progress.chapters[chapter] ?? {};
  const isSolved = exercises.every((name) => solved.includes(name));
  if (isSolved && (read || exercises.length > 0)) return 'done';
  return read ? 'read' : undefined;
}

function changed(progress: Progress, chapter: string, change: (now: ChapterProgress) => ChapterProgress): Progress {
  const now = progress.chapters[chapter] ?? {};
  return { ...progress, chapters: { ...progress.chapters, [chapter]: change(now) } };
}

const including = (names: readonly string[] = [], name: string): string[] =>
  names.includes(name) ? [...names] : [...names, name];

export function withSolved(progress: Progress, chapter: string, exercise: string): Progress {
  return changed(progress, chapter, (now) => ({ ...now, solved: including(now.solved, exercise) }));
}

export function withSeen(progress: Progress, chapter: string, exercise: string): Progress {
  return changed(progress, chapter, (now) => ({ ...now, seen: including(now.seen, exercise) }));
}

export function withRead(progress: Progress, chapter: string): Progress {
  return changed(progress, chapter, (now) => ({ ...now, read: true }));
}

export function withLast(progress: Progress, chapter: string): Progress {
  return { ...progress, last: chapter };
}

export function withPlace(progress: Progress, chapter: string, at: string): Progress {
  return changed(progress, chapter, (now) => ({ ...now, at }));
}

/** The address of a chapter, at the heading that was read last. */
export function placeIn({ chapters }: Progress, chapter: string): string {
  const { at } = chapters[chapter] ?? {};
  return `/${chapter}/${at ? `#${at}` : ''}`;
}

/** What was reached in either; the chapter open last is that of the first. */
export function joined(mine: Progress, other: Progress): Progress {
  const both = (a: readonly string[] = [], b: readonly string[] = []) => [...new Set([...a, ...b])];
  const names = both(Object.keys(mine.chapters), Object.keys(other.chapters));
  const chapters = names.map((name): [string, ChapterProgress] => {
    const { [name]: a = {} } = mine.chapters;
    const { [name]: b = {} } = other.chapters;
    const at = a.at ?? b.at;
    const reached = { read: a.read || b.read || false, solved: both(a.solved, b.solved), seen: both(a.seen, b.seen) };
    return [name, { ...reached, ...(at && { at }) }];
  });
  return { chapters: Object.fromEntries(chapters), ...((mine.last ?? other.last) && { last: mine.last ?? other.last }) };
}

/** A heading's id, as Docusaurus makes them. */
const HEADING = /^[\p{L}\p{N}_-]{1,100}$/u;

/** Reads what a browser kept; what is damaged counts as nothing. */
export function parseProgress(text: string): Progress {
  try {
    const { chapters, last } = JSON.parse(text) as Partial<Progress>;
    if (typeof chapters !== 'object' || chapters === null) return NO_PROGRESS;
    const names = (value: unknown) => (Array.isArray(value) ? value.filter((name) => typeof name === 'string') : []);
    const entries = Object.entries(chapters).map(([chapter, kept]) => [
      chapter,
      {
        read: kept?.read === true,
        solved: names(kept?.solved),
        seen: names(kept?.seen),
        ...(typeof kept?.at === 'string' && HEADING.test(kept.at) && { at: kept.at }),
      },
    ]);
    return { chapters: Object.fromEntries(entries) as Progress['chapters'], ...(typeof last === 'string' && { last }) };
  } catch {
    return NO_PROGRESS;
  }
}
