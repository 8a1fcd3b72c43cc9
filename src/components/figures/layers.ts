/** Which layers of an image are built again: the arithmetic of the figure of the build cache. */

/** What may change between two builds. */
export type Change = 'code' | 'dependencies' | 'data' | 'base';

export interface Layer {
  id: string;
  /** The line of the Dockerfile. */
  line: string;
  /** What it reads from outside of the image. */
  reads?: Change;
  /** The lines that must stand above it, by id. */
  needs: readonly string[];
  /** How long it takes. */
  seconds: number;
}

/** Whether each layer is built again: the first that reads what has changed, and all above it. */
export function rebuilt(layers: readonly Layer[], change: Change): boolean[] {
  const first = layers.findIndex(({ reads }) => reads === change);
  return layers.map((_, at) => first >= 0 && at >= first);
}

/** Seconds of a build after a change. */
export function secondsOf(layers: readonly Layer[], change: Change): number {
  const again = rebuilt(layers, change);
  return layers.reduce((sum, { seconds }, at) => sum + (again[at] ? seconds : 0), 0);
}

/** Mean seconds of a build, by how many builds each change made. */
export function meanSecondsOf(layers: readonly Layer[], builds: Record<Change, number>): number {
  const changes = Object.entries(builds) as [Change, number][];
  const all = changes.reduce((sum, [, count]) => sum + count, 0);
  return changes.reduce((sum, [change, count]) => sum + count * secondsOf(layers, change), 0) / all;
}

/** The first line that stands before one it needs; undefined where the order can be built. */
export function misplaced(layers: readonly Layer[]): { layer: Layer; needs: Layer } | undefined {
  for (const [at, layer] of layers.entries()) {
    const needs = layers.find(({ id }, other) => other > at && layer.needs.includes(id));
    if (needs) return { layer, needs };
  }
  return undefined;
}

/** The layers with one moved. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  if (to < 0 || to >= list.length || from === to) return [...list];
  return list.filter((_, at) => at !== from).toSpliced(to, 0, list[from]);
}
