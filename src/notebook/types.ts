/** What a notebook is: cells, what they declare and read, and the outputs they leave. Plain data, JSON-safe throughout. */

/** Words and `key=value` pairs of a cell's marker line. */
export interface CellOptions {
  /** Runs like any other cell, but the chapter need not show it. */
  hidden: boolean;
  /** The cell is meant to fail: its error is its output, and a success is a failure. */
  throws: boolean;
  /** What of the data the cell cannot do without: `times`, `propensities`, … */
  needs: string[];
  /** Seconds after which a run outside the page gives up. */
  timeout?: number;
}

/** Needs of one cell. */
export interface DataNeeds {
  cell: string;
  /** As its marker line has them: `times`, `propensities`, … */
  needs: string[];
}

/** One cell as it stands in the notebook's file. */
export interface Cell {
  /** Unique in its notebook, `[a-z][a-zA-Z0-9-]*`. */
  id: string;
  /** The rest of the marker line. */
  title: string;
  options: CellOptions;
  /** The TypeScript between this marker and the next, without leading and trailing blank lines. */
  code: string;
  /** 1-based line of the file on which `code` starts. */
  line: number;
}

/** A file of cells. */
export interface Notebook {
  /** Its address: the path below `notebooks/` without extension, such as `theory/baseline`. */
  path: string;
  cells: Cell[];
}

/** A place in a cell's source. */
export interface Place {
  /** 1-based line in the cell. */
  line: number;
  /** 1-based column. */
  column: number;
}

/** What a look at a cell's source tells without running it. Names are module-level names. */
export interface Analysis {
  /** Names that the cell declares at top level, imports included. */
  declares: string[];
  /** Names that the cell reads and does not declare: other cells' names and globals. */
  reads: string[];
  /** Names that the cell assigns to but does not declare, with the first place of each. */
  assigns: ({ name: string } & Place)[];
  /** Names that the cell visibly mutates (`x.push(…)`, `x[i] = …`) and does not declare. */
  mutates: string[];
  /** Modules that the cell imports statically. */
  imports: string[];
  /** Which part of which exercise the cell is; absent for most. */
  exercises?: ExerciseCall[];
}

/** One call of `exercise`, `check` or `solution` in a cell. */
export interface ExerciseCall {
  part: 'exercise' | 'check' | 'solution';
  /** The exercise's name: the call's first argument. */
  name: string;
  /** 1-based line of the call in the cell. */
  line: number;
  /** Where in the cell's source the call begins. */
  at: number;
  /** Where in the cell's source the second argument begins: the starter, the test, or the solution. */
  start: number;
  /** Where it ends. */
  end: number;
}

/** A cell ready to run: JavaScript whose lines and columns are those of the source. */
export interface CompiledCell {
  /** The cell's id; it names the cell in errors. */
  id: string;
  /** JavaScript source of one async function expression; see `kernel/compile`. */
  code: string;
  analysis: Analysis;
}

/** A number that JSON cannot hold. */
export interface SpecialNumber {
  special: 'NaN' | 'Infinity' | '-Infinity';
}

/** A leaf of an output. */
export type Scalar = number | string | boolean | null | SpecialNumber;

/** A value, as a tree cut at a depth and a width. */
export type ValueNode =
  | {
      type: 'leaf';
      /** JavaScript's kind of the value. */
      of: 'number' | 'string' | 'boolean' | 'bigint' | 'null' | 'undefined' | 'symbol' | 'function' | 'date' | 'cycle' | 'cut';
      /** The value itself for numbers, strings (cut at a length) and booleans; what to print for the others. */
      value: Scalar;
      /** May differ between runs, such as a duration. */
      volatile?: true;
    }
  | {
      type: 'branch';
      /** What to print before the entries: `Array(3)`, `Map(2)`, `Float32Array(100)`, `Tensor float32 (2, 3)`, a class's name, or `` for a plain object. */
      name: string;
      /** `list` prints values only, `record` prints keys too. */
      shape: 'list' | 'record';
      entries: [key: string, value: ValueNode][];
      /** Entries that were cut. */
      more: number;
    };

/** A column of a table. */
export interface Column {
  name: string;
  /** Numbers align right and sort as numbers. */
  type: 'number' | 'text';
  /** Values may differ between runs. */
  volatile?: true;
}

/** One run's numbers at one step of a training loop. */
export interface ProgressPoint {
  /** How much was done, in the loop's unit. */
  at: number;
  /** Loss, metrics: name to value. */
  values: Record<string, number>;
}

export interface TextOutput {
  kind: 'text';
  stream: 'log' | 'info' | 'warn' | 'error';
  text: string;
}
export interface ValueOutput {
  kind: 'value';
  tree: ValueNode;
}
export interface TableOutput {
  kind: 'table';
  columns: Column[];
  /** Row-major; at most the number of rows that a page may hold. */
  rows: Scalar[][];
  /** Rows of the original, ≥ `rows.length`. */
  total: number;
}
/** What a chart was drawn from: its marks' values, and where on it each row stands. */
export interface ChartData {
  columns: Column[];
  /** Evenly taken ones where there are too many. */
  rows: Scalar[][];
  /** Rows of the original, ≥ `rows.length`. */
  total: number;
  /** x and y of each row in the chart's pixels, one after the other. */
  at: number[];
}
export interface SvgOutput {
  kind: 'svg';
  /** The same chart drawn at one or more widths, widest first; `at` as in `data`, for that width. */
  views: { width: number; svg: string; at?: number[] }[];
  /** Absent where nothing is known of what was drawn. */
  data?: Omit<ChartData, 'at'>;
  /** What the chart shows, in words: its `ariaLabel`, title or caption. */
  label: string;
}
export interface HtmlOutput {
  kind: 'html';
  html: string;
}
export interface ProgressOutput {
  kind: 'progress';
  /** What is being done, such as `epoch`. */
  label: string;
  done: number;
  total: number;
  history: ProgressPoint[];
}
export interface ErrorOutput extends Partial<Place> {
  kind: 'error';
  /** `TypeError`, `SyntaxError`, … */
  name: string;
  message: string;
  /** The cell whose line threw; absent when no cell's line is on the stack. */
  cell?: string;
  /** A plain guess at the remedy. */
  hint?: string;
}
/** The value of an input. A button's is how often it was pressed. */
export type InputValue = number | string | boolean;
/** Inputs of a cell by their names. */
export type InputValues = Readonly<Record<string, InputValue>>;
/** What a reader sees of an input. */
export type Control =
  | { type: 'slider'; min: number; max: number; step: number }
  | { type: 'select'; options: (number | string)[] }
  | { type: 'checkbox' }
  | { type: 'button' };
/** A control that changes a value of the cell's code. */
export interface InputOutput {
  kind: 'input';
  /** Unique in the cell. */
  name: string;
  control: Control;
  /** What the other outputs were made with. */
  value: InputValue;
  /** What the author begins with. */
  initial: InputValue;
  /** What runs again when it changes: its cell, or also the cells that need it. */
  rerun: 'cell' | 'dependents';
}
/** The cell did not run: the data set in use has not what it needs. */
export interface LackOutput {
  kind: 'lack';
  /** The data set's name. */
  data: string;
  /** What it has not, in words: `propensities`. */
  missing: string[];
  /** The cell above that needs it and that this one needs; absent when it is this cell itself. */
  of?: string;
}
/** What an exercise's check says of a function. */
export interface CheckOutput {
  kind: 'check';
  /** The exercise's name. */
  exercise: string;
  /** Whose function it was: the one in the exercise's cell, or the book's solution. */
  of: 'attempt' | 'solution';
  passed: boolean;
  /** What the check said; empty when it passed without a word. */
  message: string;
  /** What the function itself threw, with its line. */
  thrown?: ErrorOutput;
}
/** Said once, when a cell's outputs pass a limit: so much was not kept. */
export interface CutOutput {
  kind: 'cut';
  what: 'outputs' | 'text';
  dropped: number;
}

/** What a cell shows. */
export type Output =
  | TextOutput
  | ValueOutput
  | TableOutput
  | SvgOutput
  | HtmlOutput
  | ProgressOutput
  | InputOutput
  | LackOutput
  | CheckOutput
  | ErrorOutput
  | CutOutput;

/** What a run of a cell left behind. */
export interface CellOutputs {
  outputs: Output[];
}

/** The saved outputs of a notebook: the file `*.out.json`. */
export interface SavedOutputs {
  /** Milliseconds that all cells took together when they were saved. Differs from run to run, and is never compared. */
  ms?: number;
  /** Modules that the cells loaded, and `data` where they asked for it: what a first Run downloads. */
  loads?: string[];
  /** By cell id, in the notebook's order. */
  cells: Record<string, CellOutputs>;
}
