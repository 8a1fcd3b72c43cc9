/** What the page and the type checker's worker say to each other. */
import type { CellPlace, FileCell } from './cellFile';

/** Declarations that are loaded together; `library` holds what every notebook needs. */
export type Pack = 'library' | 'tensorflow' | 'plot';

/** Addresses of what the worker loads. */
export interface TypeAssets {
  /** The compiler. */
  typescript: string;
  packs: Record<Pack, string>;
}

/** A fault that the compiler finds in a cell. */
export interface TypeProblem {
  cell: string;
  /** Offsets in the cell's code, `from` ≤ `to`. */
  from: number;
  to: number;
  /** 1-based, of `from`. */
  line: number;
  column: number;
  message: string;
  /** The compiler's number of the message: 2322. */
  code: number;
}

/** A name that can stand at a place. */
export interface Completion {
  name: string;
  /** `function`, `method`, `variable`, `property`, `class`, `interface`, `type`, `namespace`, `keyword`. */
  kind: string;
  /** Smaller ones first. */
  rank: number;
  /** What to write when it is not the name. */
  insert?: string;
  /** The module that it has to be imported from first. */
  module?: string;
}

export interface Completions {
  /** Offset in the cell's code where the name begins. */
  from: number;
  options: Completion[];
}

/** What is known of a name. */
export interface TypeInfo {
  /** In TypeScript: `function ndcg(ranking: Ranking, …): number`. */
  signature: string;
  /** The docstring, without its tags. */
  text: string;
  /** Its tags: `['param', 'ranking the items in order']`. */
  tags: [name: string, text: string][];
}

/** What stands at a place. */
export interface Hover extends TypeInfo {
  /** Offsets in the cell's code. */
  from: number;
  to: number;
}

/** A call whose arguments are being written. */
export interface CallHint {
  /** Offset in the cell's code where its arguments begin. */
  from: number;
  /** In TypeScript, in three parts, the one in the middle about the argument at hand: `als(train: Interactions, `, `options?: AlsOptions`, `): Recommender`. */
  before: string;
  active: string;
  after: string;
  /** What the docstring says of this argument. */
  text: string;
  /** How many ways there are to call it: the one told is the one that fits best. */
  ways: number;
}

/** A question, and the type of its answer; `undefined` where there is nothing to say. */
export interface Questions {
  /** Faults of all cells, in the notebook's order. */
  check: { ask: { kind: 'check' }; answer: TypeProblem[] };
  complete: { ask: { kind: 'complete'; at: CellPlace }; answer: Completions | undefined };
  /** Of an option of the last completion at this place. */
  describe: { ask: { kind: 'describe'; at: CellPlace; name: string }; answer: TypeInfo | undefined };
  hover: { ask: { kind: 'hover'; at: CellPlace }; answer: Hover | undefined };
  call: { ask: { kind: 'call'; at: CellPlace }; answer: CallHint | undefined };
}
export type Ask = Questions[keyof Questions]['ask'];
export type AnswerTo<A extends Ask> = Questions[A['kind']]['answer'];

/** A question about cells as they stand. */
export interface Request {
  id: number;
  /** The chapter's address: what was seen of another one's cells says nothing of these. */
  chapter: string;
  cells: FileCell[];
  ask: Ask;
}

export type ToTypeWorker = { type: 'start'; assets: TypeAssets } | ({ type: 'ask' } & Request);

export type FromTypeWorker =
  | { type: 'answer'; id: number; answer: AnswerTo<Ask> }
  /** What it needs could not be loaded, or the compiler itself failed. */
  | { type: 'failed'; id: number; message: string };
