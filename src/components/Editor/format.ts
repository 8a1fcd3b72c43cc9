/** Lays code out as the book's own is, on demand: Prettier with the options of the repository's notebooks. Loaded when it is first asked for. */
import type { Plugin } from 'prettier';
import babel from 'prettier/plugins/babel';
import estree from 'prettier/plugins/estree';
import { format } from 'prettier/standalone';

/** Those of `.prettierrc.json` for `notebooks/`; a test compares what both make of the book's cells. */
const OPTIONS = { singleQuote: true, printWidth: 80, trailingComma: 'all', objectWrap: 'preserve' } as const;

/**
 * The code of a cell, laid out anew.
 *
 * @throws SyntaxError when it cannot be read
 */
export async function formatCode(code: string): Promise<string> {
  const laidOut = await format(code, { ...OPTIONS, parser: 'babel-ts', plugins: [babel, estree as Plugin] });
  return laidOut.replace(/\n$/, '');
}
