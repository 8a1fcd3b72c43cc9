/** A column of values cut into leaves, for squared error: the arithmetic of the figure of the trees. */

/** One film. */
export interface Point {
  x: number;
  y: number;
}

/** An interval of the column, with the mean of the points in it. */
export interface Leaf {
  from: number;
  to: number;
  points: Point[];
  mean: number;
}

/** The leaves that these cuts leave, from left to right; a leaf without points has the mean 0. */
export function leavesOf(points: Point[], cuts: number[]): Leaf[] {
  const edges = [-Infinity, ...cuts.toSorted((a, b) => a - b), Infinity];
  return edges.slice(1).map((to, at) => {
    const own = points.filter(({ x }) => x >= edges[at] && x < to);
    return { from: edges[at], to, points: own, mean: own.length > 0 ? own.reduce((sum, { y }) => sum + y, 0) / own.length : 0 };
  });
}

/** Half the squared error of these leaves. */
export function lossOf(leaves: Leaf[]): number {
  return leaves.reduce((sum, { points, mean }) => sum + points.reduce((own, { y }) => own + (y - mean) * (y - mean), 0) / 2, 0);
}

/** By how much one more cut lowers the loss. */
export function gainOf(points: Point[], cuts: number[], cut: number): number {
  return lossOf(leavesOf(points, cuts)) - lossOf(leavesOf(points, [...cuts, cut]));
}

/** The cut between two points that gains most; undefined where none gains. */
export function bestCut(points: Point[], cuts: number[]): number | undefined {
  const xs = [...new Set(points.map(({ x }) => x))].sort((a, b) => a - b);
  const between = xs.slice(1).map((x, at) => (x + xs[at]) / 2);
  const scored = between.map((cut) => ({ cut, gain: gainOf(points, cuts, cut) }));
  const best = scored.reduce((a, b) => (b.gain > a.gain ? b : a), { cut: NaN, gain: 1e-9 });
  return Number.isNaN(best.cut) ? undefined : best.cut;
}
