/** The book's table of contents: every chapter, written or planned, and what must be read before it. The only place that says so. */

/** One chapter. Its number is its place in `chapters`; it is written when `docs/<id>.mdx` exists. */
export interface Chapter {
  /** The path below `docs/` and `notebooks/`, such as `theory/baseline`. */
  id: string;
  /** As the sidebar and the lists name it. */
  title: string;
  /** 1, 2 or 3. */
  part: number;
  /** The heading it stands under inside its part. */
  group?: string;
  /** Chapters to read before it, by id. */
  needs: string[];
  /** Its height on the map of the home page, in rows; chapters without one are not of the first edition. */
  row?: number;
}

/** A part of the book. */
export interface Part {
  number: number;
  title: string;
  /** The folder below `docs/`. */
  folder: string;
}

export const parts: Part[] = [
  { number: 1, title: 'Recommending and ranking', folder: 'theory' },
  { number: 2, title: 'From notebook to service', folder: 'deployment' },
  { number: 3, title: 'Does it help?', folder: 'experimentation' },
];

type Entry = [name: string, title: string, needs?: string[], row?: number];

function group(part: Part, heading: string | undefined, entries: Entry[]): Chapter[] {
  const address = (name: string) => (name.includes('/') ? name : `${part.folder}/${name}`);
  return entries.map(([name, title, needs = [], row]) => ({
    id: address(name),
    title,
    part: part.number,
    group: heading,
    needs: needs.map(address),
    row,
  }));
}

const [theory, deployment, experimentation] = parts;

export const chapters: Chapter[] = [
  ...group(theory, 'Foundations', [
    ['funnel', 'The recommendation problem', [], 1.2],
    ['data', 'Know your data', [], 3],
    ['baseline', 'Baselines', ['funnel'], 1.2],
    ['validation', 'Splits and leakage', ['data'], 3],
    ['metrics', 'Metrics', ['baseline', 'validation'], 2.1],
    ['beyond-accuracy', 'Beyond accuracy', ['metrics']],
  ]),
  ...group(theory, 'Retrieval', [
    ['content', 'Content-based', ['metrics'], 0],
    ['neighbours', 'Neighbourhoods', ['metrics'], 2.1],
    ['factorisation', 'Factorisation', ['metrics'], 3.2],
    ['pairwise', 'BPR and WARP', ['factorisation'], 3.2],
    ['two-tower', 'Two towers', ['content', 'factorisation'], 1.4],
    ['ann', 'Searching vectors', ['factorisation']],
    ['sequences', 'Sequences', ['two-tower']],
    ['graphs', 'Graphs', ['two-tower']],
  ]),
  ...group(theory, 'Ranking', [
    ['learning-to-rank', 'Learning to rank', ['pairwise'], 3.2],
    ['trees', 'Boosted trees', ['learning-to-rank'], 3.2],
    ['two-stage', 'The full pipeline', ['two-tower', 'trees'], 2.1],
    ['ctr', 'Feature crosses', ['learning-to-rank']],
    ['multi-task', 'Many goals', ['ctr']],
    ['re-ranking', 'Diversity', ['beyond-accuracy']],
  ]),
  ...group(theory, 'Search', [
    ['search', 'Search', ['content'], 0],
    ['clicks', 'Click models', ['search']],
  ]),
  ...group(theory, 'Trust and frontier', [
    ['bandits', 'Cold start and bandits', ['baseline']],
    ['feedback-loops', 'Bias and feedback loops', ['clicks']],
    ['generative', 'Generative recommendation', ['sequences']],
  ]),
  ...group(deployment, undefined, [
    ['production', 'Production code', ['theory/metrics'], 4.7],
    ['api', 'The API', ['production'], 4.7],
    ['features', 'Features and streams', ['api'], 4.7],
    ['latency', 'Latency', ['features'], 4.7],
    ['containers', 'Containers', ['latency'], 4.7],
    ['monitoring', 'Monitoring and drift', ['containers']],
  ]),
  ...group(experimentation, undefined, [
    ['product-metrics', 'Product analytics', [], 6.2],
    ['ab-tests', 'A/B tests', ['product-metrics'], 6.2],
    ['variance', 'Ratios and variance', ['ab-tests'], 6.2],
    ['peeking', 'Peeking', ['variance'], 7.3],
    ['offline-online', 'Offline against online', ['theory/metrics', 'variance'], 6.2],
    ['interleaving', 'Interleaving', ['ab-tests']],
  ]),
];

/** The chapter's number, from 1. */
export function chapterNumber(id: string): number {
  const place = chapters.findIndex((chapter) => chapter.id === id);
  if (place < 0) throw new RangeError(`id must be a chapter of contents.ts, got ${id}`);
  return place + 1;
}

/** The chapter under an id, or nothing for a page that is no chapter. */
export function findChapter(id: string): Chapter | undefined {
  return chapters.find((chapter) => chapter.id === id);
}
