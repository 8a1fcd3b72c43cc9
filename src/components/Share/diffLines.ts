/** What has changed between two texts, line by line, without what is the same and far from a change. */
import { structuredPatch } from 'diff';

/** A line of the difference; `left out` stands for lines that are the same. */
export type DiffLine = { kind: 'same' | 'removed' | 'added'; text: string } | { kind: 'left out'; count: number };

/** Lines shown before and after each change. */
const AROUND = 2;
/** Changed lines above which nobody reads on: the texts are then told as removed and added whole. */
const MOST = 2_000;

const KINDS = { ' ': 'same', '-': 'removed', '+': 'added' } as const;

export function diffLines(before: string, after: string): DiffLine[] {
  const told = (kind: 'removed' | 'added', text: string) => text.split('\n').map((line): DiffLine => ({ kind, text: line }));
  // The last line, too, ends: without that the library adds a line of its own that says so.
  const patch = structuredPatch('', '', `${before}\n`, `${after}\n`, '', '', { context: AROUND, maxEditLength: MOST });
  if (!patch) return [...told('removed', before), ...told('added', after)];
  const shown: DiffLine[] = [];
  let next = 1; // the line of `before` that comes next
  const leaveOut = (until: number) => until > next && shown.push({ kind: 'left out', count: until - next });
  for (const { oldStart, oldLines, lines } of patch.hunks) {
    leaveOut(oldStart);
    for (const line of lines) shown.push({ kind: KINDS[line[0] as keyof typeof KINDS], text: line.slice(1) });
    next = oldStart + oldLines;
  }
  leaveOut(before.split('\n').length + 1);
  return shown;
}
