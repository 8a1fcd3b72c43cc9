/** Where the chapters of the first edition stand on the map: to the right of everything they need. */
import type { Chapter } from '../../../contents';

/** A chapter on the map; `x` and `y` run from 0 to 1. */
export interface Station {
  chapter: Chapter;
  x: number;
  y: number;
}

/** A need drawn as a curve, in the same units. */
export interface Track {
  from: Station;
  to: Station;
}

/** The longest way to a chapter, in steps. A need that is no chapter, or a circle of needs, is an error. */
export function depths(chapters: Chapter[]): Map<string, number> {
  const byId = new Map(chapters.map((chapter) => [chapter.id, chapter]));
  const found = new Map<string, number>();
  const open = new Set<string>();
  const depth = (id: string): number => {
    const known = found.get(id);
    if (known !== undefined) return known;
    const chapter = byId.get(id);
    if (!chapter) throw new RangeError(`needs must name chapters on the map, got ${id}`);
    if (open.has(id)) throw new RangeError(`needs must not run in a circle, got ${[...open, id].join(' → ')}`);
    open.add(id);
    const steps = chapter.needs.length ? 1 + Math.max(...chapter.needs.map(depth)) : 0;
    open.delete(id);
    found.set(id, steps);
    return steps;
  };
  for (const { id } of chapters) depth(id);
  return found;
}

/** Lays out every chapter that has a row. */
export function mapOf(chapters: Chapter[]): { stations: Station[]; tracks: Track[] } {
  const shown = chapters.filter(({ row }) => row !== undefined);
  const steps = depths(shown);
  const columns = Math.max(1, ...steps.values());
  const rows = Math.max(1, ...shown.map(({ row }) => row!));
  const stations = shown.map((chapter) => ({ chapter, x: steps.get(chapter.id)! / columns, y: chapter.row! / rows }));
  const at = new Map(stations.map((station) => [station.chapter.id, station]));
  const tracks = stations.flatMap((to) => to.chapter.needs.map((id) => ({ from: at.get(id)!, to })));
  return { stations, tracks };
}
