/** An error in a notebook's file, at its line. */
export class NotebookError extends Error {
  override readonly name = 'NotebookError';
  /** The file, as a contributor would open it: `notebooks/theory/baseline.ts`. */
  readonly file: string;
  /** 1-based line of the file. */
  readonly line: number;

  constructor(file: string, line: number, problem: string) {
    super(`${file}:${line}: ${problem}`);
    this.file = file;
    this.line = line;
  }
}
