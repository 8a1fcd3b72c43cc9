/** A plain guess at the remedy of the commonest mistakes, from the error's name and message in any engine's words. */
import { LOAD_ERROR, LOAD_HINT } from './protocol';

/** What is known of an error. */
export interface Mistake {
  name: string;
  message: string;
}

type Rule = [pattern: RegExp, hint: string | ((match: RegExpExecArray) => string)];

const RULES: Rule[] = [
  [new RegExp(`^${LOAD_ERROR}: `), LOAD_HINT],
  [
    /^ReferenceError: .*?(?:Cannot access|can't access lexical declaration) ['`"]?([\w$]+)['`"]?.*(?:initialization)/,
    ([, name]) =>
      `\`${name}\` is used above the line that declares it, or in its own declaration: move it down, or rename one of the two`,
  ],
  [
    /^ReferenceError: .*?\b(?:document|window|localStorage|alert)\b/,
    'cells run in a worker, which has no page around it: `display` a value, a chart of Plot, or html`…`',
  ],
  [
    /^ReferenceError: .*?\b(?:require|process|Buffer|module)\b/,
    'cells do not run in Node: take what the book has by `import`, and data by `data()`',
  ],
  [/^ReferenceError: .*?\bprint\b/, '`display(value)` shows a value, and `console.log` a line of text'],
  [
    /^ReferenceError: (?:Can't find variable: )?['`"]?([\w$]+)['`"]?(?: is not defined)?$/,
    ([, name]) => `nothing above declares \`${name}\`: check its spelling, run the cell that declares it, or import it`,
  ],
  [
    /(?:Assignment to constant variable|invalid assignment to const|Attempted to assign to readonly)/,
    'a `const` and a name of another cell cannot be assigned: declare a new name in this cell',
  ],
  [
    /Cannot (?:read|set) propert(?:y|ies) of (undefined|null)(?: \((?:reading|setting) '([^']*)'\))?/,
    ([, what, property]) =>
      `what stands before \`.${property ?? '…'}\` is ${what}: display it one step earlier, and see whether an \`await\` is missing`,
  ],
  [
    /(undefined|null) is not an object|can't access property|(?:is|of) (undefined|null)\b.*(?:property|object)/,
    'what stands before the dot is undefined or null: display it one step earlier, and see whether an `await` is missing',
  ],
  [
    /(?:[Pp]romise).*(?:is not|has no|not (?:iterable|a function))|\[object Promise\]/,
    'a promise is used as if it were its value: put `await` in front of it',
  ],
  [
    /is not iterable|is not a function or its return value is not iterable/,
    'only arrays, maps, sets and their like can be looped over or spread: display the value; if it is a promise, `await` it',
  ],
  [
    /is not a function/,
    'what stands before the parentheses is no function: check its spelling and what the value is; if it came from a promise, `await` it',
  ],
  [/is not a constructor/, 'what stands after `new` is no class: check its spelling and its import'],
  [
    /Maximum call stack|too much recursion|call stack size exceeded/,
    'a function calls itself without end, or an array too large is spread into arguments: check the condition that ends it, or use a loop',
  ],
  [
    /[Ii]nvalid string length/,
    'a text became longer than the browser can hold: display a part of it, or leave the loop that makes it longer',
  ],
  [
    /[Ii]nvalid (?:typed )?array (?:buffer )?length|Array buffer allocation failed|[Oo]ut of memory|memory access out of bounds|allocation size overflow/,
    'memory ran out, or a length is negative or no whole number: use fewer rows or factors, and restart the kernel',
  ],
  [
    /inner shapes|broadcast together|shapes? .*(?:must match|mismatch|incompatible|cannot be broadcast|do(?:es)? not match)|Incompatible shapes|to have shape|expected .* dimension/i,
    'the shapes of the tensors do not fit: display `tensor.shape` of each, and check which axis is which',
  ],
  [/[Tt]ensor is disposed|disposed/, 'a tensor was freed before this line: keep it with `tf.keep`, or compute it in this cell'],
  [/Cannot mix BigInt|BigInt.*(?:convert|number)/, 'whole numbers with `n` and ordinary numbers do not mix: use `Number(value)`'],
  [/circular structure/i, 'the value contains itself and cannot be written as JSON: pick the fields you need'],
  [/Unexpected token .*JSON|JSON\.parse|not valid JSON/, 'the text is not JSON: display its first characters'],
  [
    /Failed to fetch|NetworkError|Load failed|cells cannot reach/,
    'cells cannot reach the network: use `data()`, or drop a file of yours onto the page',
  ],
];

/** A hint for an error, or undefined when none is at hand. */
export function hintFor({ name, message }: Mistake): string | undefined {
  const text = `${name}: ${message}`;
  for (const [pattern, hint] of RULES) {
    const match = pattern.exec(text);
    if (match) return typeof hint === 'string' ? hint : hint(match);
  }
  return undefined;
}
