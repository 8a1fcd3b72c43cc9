/** What has changed between two texts, line by line: their longest common subsequence stays, the rest was removed or added. */

export interface DiffLine {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

/** Cells of the table below; above it the differing middle is told as removed and added whole. */
const LARGEST = 1_000_000;

/** The lines of `before` that are not removed are those of `after` that are not added, in both texts' order. */
export function diffLines(before: string, after: string): DiffLine[] {
  const a = before.split('\n');
  const b = after.split('\n');
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const told = (kind: DiffLine['kind'], lines: string[]) => lines.map((text): DiffLine => ({ kind, text }));
  return [
    ...told('same', a.slice(0, head)),
    ...diffMiddle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    ...told('same', a.slice(a.length - tail)),
  ];
}

function diffMiddle(a: string[], b: string[]): DiffLine[] {
  const width = b.length + 1;
  const isLarge = a.length * b.length > LARGEST;
  // common[i * width + j]: lines that a from i on and b from j on have in common, in order
  const common = new Uint32Array(isLarge ? 0 : (a.length + 1) * width);
  for (let i = a.length - 1; !isLarge && i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] =
        a[i] === b[j] ? common[(i + 1) * width + j + 1] + 1 : Math.max(common[(i + 1) * width + j], common[i * width + j + 1]);
    }
  }
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const isEnd = i === a.length || j === b.length;
    if (!isEnd && !isLarge && a[i] === b[j]) {
      lines.push({ kind: 'same', text: a[i++] });
      j++;
    } else if (i < a.length && (isEnd || isLarge || common[(i + 1) * width + j] >= common[i * width + j + 1])) {
      lines.push({ kind: 'removed', text: a[i++] });
    } else lines.push({ kind: 'added', text: b[j++] });
  }
  return lines;
}

/** Stands for lines that are the same and far from any change. */
export interface LeftOut {
  kind: 'left out';
  count: number;
}

/** Lines shown before and after each change. */
const AROUND = 2;

/** A difference without what is the same and further than two lines from a change. */
export function aroundChanges(lines: DiffLine[]): (DiffLine | LeftOut)[] {
  const isNear = new Uint8Array(lines.length);
  lines.forEach(({ kind }, at) => kind !== 'same' && isNear.fill(1, Math.max(0, at - AROUND), at + AROUND + 1));
  const shown: (DiffLine | LeftOut)[] = [];
  for (const [at, line] of lines.entries()) {
    const last = shown.at(-1);
    if (isNear[at]) shown.push(line);
    else if (last?.kind === 'left out') last.count++;
    else shown.push({ kind: 'left out', count: 1 });
  }
  return shown;
}
