/** What the ranker learns from: for each user of the ranking window, the candidates, and which of them they then met. */
import { random } from '../../math/random';
import type { Table } from '../../ltr/table';
import type { Interactions } from '../../types';
import type { Candidates } from './candidates';
import type { FeatureGroup } from './features';

/** The names of all columns: each source's score and rank, then the features. */
export function columnNames(sources: readonly { name: string }[], groups: readonly FeatureGroup[]): string[] {
  return [...sources.flatMap(({ name }) => [`${name}.score`, `${name}.rank`]), ...groups.flatMap(({ names }) => names)];
}

/** The features of some of a user's candidates, row after row. */
export function featureRows(
  user: number,
  candidates: Candidates,
  rows: ArrayLike<number>,
  groups: readonly FeatureGroup[],
  columns: number,
): Float32Array {
  const features = new Float32Array(rows.length * columns);
  const writers = groups.map((group) => ({ write: group.of(user), width: group.names.length }));
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    let at = i * columns;
    for (let s = 0; s < candidates.scores.length; s++) {
      features[at++] = candidates.scores[s][row];
      features[at++] = candidates.ranks[s][row];
    }
    for (const { write, width } of writers) {
      write(candidates.items[row], features, at);
      at += width;
    }
  }
  return features;
}

/** How a table was made. */
export interface TableOptions {
  /** Of the candidates that a user did not meet, so many are drawn. */
  negatives: number;
  seed: number;
}

/** Collects users one by one into a table. */
export class TableBuilder {
  private readonly features: Float32Array[] = [];
  private readonly labels: number[] = [];
  private readonly groups: number[] = [];
  private readonly draw: ReturnType<typeof random>;
  private readonly negatives: number;

  constructor({ negatives, seed }: TableOptions) {
    this.negatives = negatives;
    this.draw = random(seed);
  }

  /**
   * Adds a user, unless no candidate was met: then there is nothing to learn. What they met and no source named is left out too: the ranker will
   * never see its like. Rows are in the order of the items, so that nothing is told by the order.
   */
  add(candidates: Candidates, met: ReadonlySet<number>, features: (rows: number[]) => Float32Array): void {
    const all = Array.from(candidates.items.keys());
    const positives = all.filter((row) => met.has(candidates.items[row]));
    if (positives.length === 0) return;
    const others = this.draw.shuffle(all.filter((row) => !met.has(candidates.items[row]))).slice(0, this.negatives);
    const rows = [...positives, ...others].sort((a, b) => candidates.items[a] - candidates.items[b]);
    this.features.push(features(rows));
    for (const row of rows) this.labels.push(met.has(candidates.items[row]) ? 1 : 0);
    this.groups.push(rows.length);
  }

  /** Rows so far. */
  get rows(): number {
    return this.labels.length;
  }

  /** Two tables of whole users: to train on and, for a share above 0, to validate by. */
  divide(names: string[], validationShare: number): { train: Table; validation?: Table } {
    const users = this.draw.shuffle(Array.from(this.groups.keys()));
    const held = Math.round(validationShare * users.length);
    const starts = [0];
    for (const size of this.groups) starts.push(starts.at(-1)! + size);
    const part = (chosen: number[]): Table => {
      const groups = Int32Array.from(chosen, (query) => this.groups[query]);
      const rows = groups.reduce((sum, size) => sum + size, 0);
      const features = new Float32Array(rows * names.length);
      let at = 0;
      for (const query of chosen) {
        features.set(this.features[query], at);
        at += this.features[query].length;
      }
      const labels = Float32Array.from(chosen.flatMap((query) => this.labels.slice(starts[query], starts[query + 1])));
      return { features, rows, columns: names.length, labels, groups, names };
    };
    return { train: part(users.slice(held)), ...(held > 0 && { validation: part(users.slice(0, held)) }) };
  }
}

/** By user index, the items of a log. */
export function itemsByUser({ users, items, userIds }: Interactions): Set<number>[] {
  const sets = userIds.map(() => new Set<number>());
  for (let r = 0; r < users.length; r++) sets[users[r]].add(items[r]);
  return sets;
}
