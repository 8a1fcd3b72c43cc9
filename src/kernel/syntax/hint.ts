/** A plain guess at the remedy of a syntax error. */

const RULES: [pattern: RegExp, hint: string][] = [
  [/has already been declared/, 'one cell declares a name once: rename one of the two, or assign to the first without `const`'],
  [/unterminated string/, 'a text is not closed: it ends where it began, with the same quotation mark, on the same line'],
  [/unterminated template/, 'a text between backticks is not closed'],
  [/'return' outside of function/, 'a cell is no function and returns nothing: `display(value)` shows it'],
  [/keyword 'await' outside an async function|'await' outside/, 'mark the function around it as `async`'],
  [/reserved word|keyword/, 'that word belongs to the language: choose another name'],
  [/assigning to rvalue|invalid left-hand side/, 'what stands before `=` cannot be assigned to: `===` compares'],
];

const PAIRS: Record<string, string> = { ')': '(', ']': '[', '}': '{' };

/** A hint, or undefined when none is at hand. `at` is the offset of the error in the source. */
export function syntaxHint(message: string, source: string, at: number): string | undefined {
  const rule = RULES.find(([pattern]) => pattern.test(message));
  if (rule) return rule[1];
  if (!/unexpected token|expected/i.test(message)) return undefined;
  const before = source.slice(0, at);
  if (/\bconst\s+[\w$]+\s*(?::[^=;\n]+)?$/.test(before)) return 'a `const` gets its value where it is declared: `const x = …`';
  const open = unclosed(before);
  if (source.slice(at).trim() === '' && open) return `\`${open}\` is opened and never closed`;
  const found = source[at];
  if ((open === '(' || open === '[') && (found === ';' || found === '{')) return `\`${open}\` is still open here`;
  if (found in PAIRS && open !== PAIRS[found]) return `\`${found}\` closes nothing${open ? `: \`${open}\` is still open` : ''}`;
  return 'a comma, a bracket or an operator is missing or too many: compare this line and the one above with a line that works';
}

/** The last bracket that is still open; texts and comments are passed over. */
function unclosed(source: string): string | undefined {
  const bare = source.replace(/\/\/[^\n]*|\/\*[^]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, '');
  const open: string[] = [];
  for (const character of bare) {
    if ('([{'.includes(character)) open.push(character);
    else if (PAIRS[character] === open.at(-1) && open.length > 0) open.pop();
  }
  return open.at(-1);
}
