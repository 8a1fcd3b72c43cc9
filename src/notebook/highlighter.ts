/** Which part of the code gets which class: one rule for the build's colours and the editor's. */
import { classHighlighter, tagHighlighter, tags } from '@lezer/highlight';
import type { Highlighter } from '@lezer/highlight';

const calls = tagHighlighter([
  { tag: tags.function(tags.variableName), class: 'tok-function' },
  { tag: tags.function(tags.propertyName), class: 'tok-function' },
]);

/** The usual classes, and `tok-function` for what is called or declared as a function. */
export const highlighters: readonly Highlighter[] = [classHighlighter, calls];
