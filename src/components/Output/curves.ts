/** Lines of what a training loop reported, in a box of `width` by `height`. */
import type { ProgressPoint } from '../../notebook/types';

export interface Curve {
  name: string;
  /** SVG path through every finite point. */
  path: string;
  first: number;
  last: number;
  /** Where the line ends. */
  end: [x: number, y: number];
}

/** One curve for each name that has two finite points or more. */
export function curvesOf(history: ProgressPoint[], width: number, height: number): Curve[] {
  const names = [...new Set(history.flatMap(({ values }) => Object.keys(values)))];
  return names.flatMap((name) => {
    const points = history.flatMap(({ at, values }) => (Number.isFinite(values[name]) ? [[at, values[name]]] : []));
    if (points.length < 2) return [];
    const from = points[0][0];
    const reach = points[points.length - 1][0] - from || 1;
    const values = points.map((point) => point[1]);
    const low = Math.min(...values);
    const high = Math.max(...values);
    const place = ([at, value]: number[]): [number, number] => [
      round(((at - from) / reach) * width),
      round(height - ((value - low) / (high - low || 1)) * height),
    ];
    const places = points.map(place);
    const path = `M${places.map((point) => point.join(',')).join('L')}`;
    return [{ name, path, first: values[0], last: values[values.length - 1], end: places[places.length - 1] }];
  });
}

const round = (x: number) => Math.round(x * 100) / 100;
