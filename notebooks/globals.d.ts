/** The globals of a notebook: what a cell can use without importing it. */

/** Shows a value under the cell: a table, a chart, a frame, or any value as a tree. A function of the width is drawn at two widths. */
declare function display(chart: (size: { width: number }) => unknown): void;
declare function display(...values: unknown[]): void;

/** Draws a progress bar and, when values come with it, their curves. Pass it as `onProgress`. */
declare function progress(report: {
  done: number;
  total: number;
  label?: string;
  values?: Record<string, number>;
}): void;

/** Aborted by Stop. Training loops take it and end at their next unit. */
declare const signal: AbortSignal;

/** Marks a value that may differ between runs, such as a duration, so that the saved output is not compared with it. */
declare function volatile<T extends number | string>(value: T): T;

/** HTML to display; it is sanitised. */
declare function html(
  strings: TemplateStringsArray,
  ...values: unknown[]
): { html: string };

/** The data set in use: the built-in world, or the reader's own. */
declare function data(): Promise<import('recsys').DataSet>;

/** What runs again when a reader moves an input: its own cell, or also every cell that needs it. */
interface InputOptions {
  rerun?: 'cell' | 'dependents';
}

/** A slider among the cell's outputs; gives its value. Outside the page, and before it is moved, that is `value`, or else `min`. */
declare function slider(
  name: string,
  options: InputOptions & {
    min: number;
    max: number;
    step?: number;
    value?: number;
  },
): number;

/** A choice among the cell's outputs; gives the option chosen, at first `value`, or else the first one. */
declare function select<const T extends number | string>(
  name: string,
  options: readonly T[],
  more?: InputOptions & { value?: NoInfer<T> },
): T;

/** A box to tick among the cell's outputs. */
declare function checkbox(
  name: string,
  more?: InputOptions & { value?: boolean },
): boolean;

/** A button among the cell's outputs; gives how often it was pressed, at first 0: a seed to add to. */
declare function button(name: string, more?: InputOptions): number;

/**
 * Sets an exercise. Its function is the starter, and then what the reader made of it; the call gives that function. A hidden cell
 * below it checks, another one holds the solution: both under the same name.
 */
declare function exercise<F extends (...args: never[]) => unknown>(
  name: string,
  starter: F,
): F;

/**
 * Checks what an exercise's function does: throws an `Error` that helps, or returns what to say, or nothing. The starter must fail it and
 * the solution pass it: a run outside the page proves both.
 */
declare function check<F extends (...args: never[]) => unknown>(
  name: string,
  test: (f: F) => void | string | Promise<void | string>,
): void;

/** The book's own solution of an exercise, checked as the reader's is. */
declare function solution<F extends (...args: never[]) => unknown>(
  name: string,
  f: F,
): void;
