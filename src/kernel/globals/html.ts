/** The `html` tag: a piece of HTML to display. Values are escaped, other pieces of HTML are not. */

/** A piece of HTML. */
export class Html {
  /** Its source; the page sanitises it. */
  readonly html: string;

  constructor(source: string) {
    this.html = source;
  }
}

/** Builds a piece of HTML from a template: texts and numbers are escaped, `Html` and arrays of it are put in as they are. */
export function html(strings: TemplateStringsArray, ...values: unknown[]): Html {
  return new Html(strings.reduce((text, part, index) => text + part + (index < values.length ? insert(values[index]) : ''), ''));
}

function insert(value: unknown): string {
  if (value instanceof Html) return value.html;
  if (Array.isArray(value)) return value.map(insert).join('');
  if (value === undefined || value === null || value === false) return '';
  return String(value).replace(/[&<>"']/g, (character) => ESCAPES[character]);
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
