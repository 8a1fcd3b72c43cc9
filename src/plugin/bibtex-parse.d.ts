declare module 'bibtex-parse' {
  /** An entry: its key, its type, and its fields by their names in capitals. */
  export interface Entry {
    key: string;
    type: string;
    [field: string]: string | number | undefined;
  }
  export function entries(source: string): Entry[];
}
