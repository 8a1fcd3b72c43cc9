/** Which part of the code gets which class: one rule for the build's colours and the editor's. */
import { classHighlighter, tagHighlighter, tags } from '@lezer/highlight';
import type { Highlighter } from '@lezer/highlight';

const calls = tagHighlighter([
  { tag: tags.function(tags.variableName), class: 'tok-function' },
  { tag: tags.function(tags.propertyName), class: 'tok-function' },
]);

/** The usual classes, and `tok-function` for what is called or declared as a function. */
export const highlighters: readonly Highlighter[] = [classHighlighter, calls];

/** The classes that the style sheet gives a colour of their own; everything else is ink. */
const coloured = new Set(
  ['keyword', 'bool', 'string', 'string2', 'number', 'comment', 'function', 'typeName', 'className'].map((name) => `tok-${name}`),
);

/** Of a token's classes those that change its colour; empty for most tokens. */
export function colourOf(classes: string): string {
  return classes
    .split(' ')
    .filter((name) => coloured.has(name))
    .join(' ');
}
