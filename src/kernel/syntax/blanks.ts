/** A text whose characters can be turned into spaces: its length and its line breaks never change. */
export class Blanks {
  private readonly units: string[];
  private readonly blanked: Uint8Array;
  readonly source: string;

  constructor(source: string) {
    this.source = source;
    this.units = source.split('');
    this.blanked = new Uint8Array(source.length);
  }

  /** Blanks `[start, end)`, line breaks excepted. */
  blank(start: number, end: number): void {
    for (let i = start; i < end; i++) {
      if (!isBreak(this.source.charCodeAt(i))) this.units[i] = ' ';
      this.blanked[i] = 1;
    }
  }

  /** Blanks `[start, end)` and leaves `mark` on its first character. */
  blankTo(mark: ';', start: number, end: number): void {
    this.blank(start, end);
    this.put(mark, start);
  }

  /** Writes over one character that is not a line break. */
  put(character: string, at: number): void {
    if (!isBreak(this.source.charCodeAt(at))) this.units[at] = character;
  }

  /** Whether a character was blanked. */
  isBlank(at: number): boolean {
    return this.blanked[at] === 1;
  }

  toString(): string {
    return this.units.join('');
  }
}

function isBreak(unit: number): boolean {
  return unit === 10 || unit === 13 || unit === 0x2028 || unit === 0x2029;
}
