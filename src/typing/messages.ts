/** The compiler's messages in a cell's own terms. */
import type ts from 'typescript';

/** Advice about a project's settings and packages, of which a cell has none. */
const SETTINGS = / Do you need to [^\n]*/g;

/** Reasons within reasons that are told. */
const DEPTH = 3;

export function messageOf(compiler: typeof ts, { messageText }: Pick<ts.Diagnostic, 'messageText'>): string {
  const lines = compiler.flattenDiagnosticMessageText(messageText, '\n').replace(SETTINGS, '').split('\n');
  return lines.filter((line) => /^ */.exec(line)![0].length < 2 * DEPTH).join('\n');
}
