/** Which cells' outputs no longer belong to the code on the page: what an edit, or a newer run above, has invalidated. */
import type { CellGraph } from './graph';

/** How a cell's present outputs came to be. */
export interface RunRecord {
  /** `hashSource` of the code that made them. */
  hash: string;
  /** The number of the run, counting up over all cells; `saved` for outputs that came with the book. */
  run: number | 'saved';
}

/** Why a cell is stale. */
export interface Staleness {
  /** `edited`: its own code changed; `need-edited`: a need's code changed; `need-reran`: a need ran again after it. */
  reason: 'edited' | 'need-edited' | 'need-reran';
  /** The cell whose edit or run is the cause: the first one in the notebook's order. */
  cause: string;
}

/**
 * The stale cells, by id. A cell without a record has no outputs and is never stale itself.
 *
 * @param graph of the current code
 * @param current `hashSource` of each cell's code as it stands on the page
 * @param records how each cell's outputs came to be
 * @param original hash of each cell's code as published. With it, saved outputs outlive a run of a need whose code is the
 *   published one: the same code and seed gave the same values. Without it any run of a need makes them stale.
 */
export function staleCells(
  graph: CellGraph,
  current: Readonly<Record<string, string>>,
  records: Readonly<Record<string, RunRecord | undefined>>,
  original: Readonly<Record<string, string>> = {},
): Map<string, Staleness> {
  const stale = new Map<string, Staleness>();
  for (const id of graph.order) {
    const record = records[id];
    if (!record) continue;
    if (record.hash !== current[id]) {
      stale.set(id, { reason: 'edited', cause: id });
      continue;
    }
    for (const need of graph.needs(id)) {
      const reason = invalidates(need, record, current, records, original);
      if (!reason) continue;
      stale.set(id, { reason, cause: need });
      break;
    }
  }
  return stale;
}

function invalidates(
  need: string,
  record: RunRecord,
  current: Readonly<Record<string, string>>,
  records: Readonly<Record<string, RunRecord | undefined>>,
  original: Readonly<Record<string, string>>,
): Staleness['reason'] | undefined {
  const needRecord = records[need];
  if (needRecord && needRecord.hash !== current[need]) return 'need-edited';
  if (record.run === 'saved') {
    // The saved outputs were made with the published code of every need.
    if (need in original && original[need] !== current[need]) return 'need-edited';
    if (!needRecord || needRecord.run === 'saved' || needRecord.hash === original[need]) return undefined;
    return 'need-reran';
  }
  return needRecord && needRecord.run !== 'saved' && needRecord.run > record.run ? 'need-reran' : undefined;
}

/** A short hash of a cell's source (FNV-1a over UTF-16 units, two lanes): equal sources, equal hashes, in every engine. */
export function hashSource(source: string): string {
  let low = 0x811c9dc5;
  let high = 0x9e3779b9;
  for (let i = 0; i < source.length; i++) {
    const unit = source.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ (unit + i), 0x85ebca6b);
    high ^= high >>> 13;
  }
  return ((low >>> 0).toString(16).padStart(8, '0') + (high >>> 0).toString(16).padStart(8, '0')).toLowerCase();
}
