/** The address of an issue form that already knows what it is about. The fields are those of `.github/ISSUE_TEMPLATE`. */

/** What is known where somebody presses *Report a mistake*. */
export interface Report {
  /** The repository's address, such as `https://github.com/owner/name`. */
  repository: string;
  /** The book's version. */
  version: string;
  /** The page's or chapter's title. */
  title: string;
  /** Its source, such as `docs/theory/baseline.mdx`. */
  page: string;
  /** Of a cell: its id, which also chooses the form. */
  cell?: string;
  /** The cell's code, where the reader has changed it. */
  code?: string;
  /** What the cell threw. */
  error?: string;
  /** The browser's own description, `navigator.userAgent`. */
  browser?: string;
  /** The data set in use, where it is not the built-in one. */
  data?: string;
}

/** What GitHub's server still takes as an address, with some room. */
const LONGEST = 7_000;

const IN_CLIPBOARD = 'Too long for a link: it is in your clipboard, paste it here.';

/**
 * The form's address. When code or error are too long for one, the form asks to paste them and `clipboard` holds them: the page puts it
 * there on the click.
 */
export function reportAddress(report: Report): { href: string; clipboard?: string } {
  const whole = addressOf(report);
  if (whole.length <= LONGEST) return { href: whole };
  const { code, error } = report;
  const clipboard = [code && `\`\`\`ts\n${code}\n\`\`\``, error && `\`\`\`\n${error}\n\`\`\``].filter(Boolean).join('\n\n');
  return {
    href: addressOf({ ...report, ...(code && { code: IN_CLIPBOARD }), ...(error && { error: IN_CLIPBOARD }) }),
    clipboard,
  };
}

function addressOf({ repository, title, cell, ...fields }: Report): string {
  const known = {
    template: cell === undefined ? 'content.yml' : 'code.yml',
    title: `${title}${cell === undefined ? '' : ` [${cell}]`}: `,
    ...(cell !== undefined && { cell }),
    ...fields,
  };
  const form = new URLSearchParams(Object.entries(known).filter((entry): entry is [string, string] => Boolean(entry[1])));
  return `${repository}/issues/new?${form}`;
}
