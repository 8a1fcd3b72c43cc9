/** What was thrown, as an output that names the cell, line and column of the reader's own code. */
import type { ErrorOutput, Place } from '../notebook/types';
import { PREFIX_LINES, sourceUrl } from './evaluate';
import { print } from './format/print';
import { hintFor } from './hints';
import { cellAt } from './lines';

/** Says where an error comes from when no stack can: a wrong import. */
export interface LocatedError extends Error {
  place?: Place & { cell: string };
}

/**
 * The output of what a run threw. The place is that of the innermost line of a cell on the stack, in the words of V8
 * (`at f (cell:fit:3:7)`) and SpiderMonkey (`f@cell:fit:3:7`), or that of JavaScriptCore's `line`; without one the error has no place.
 */
export function toErrorOutput(thrown: unknown): ErrorOutput {
  try {
    return describeThrown(thrown);
  } catch {
    return { kind: 'error', name: 'Error', message: 'an error that cannot be read' };
  }
}

function describeThrown(thrown: unknown): ErrorOutput {
  if (!(thrown instanceof Error) && !isErrorLike(thrown)) {
    return {
      kind: 'error',
      name: 'Thrown',
      message: print(thrown),
      hint: 'throw an Error and its line can be shown: `throw new Error(…)`',
    };
  }
  const { name, message } = describe(thrown);
  const place = (thrown as LocatedError).place ?? placeOf(frames(thrown)) ?? placeOfLine(thrown);
  const hint = hintFor({ name, message });
  return { kind: 'error', name, message, ...place, ...(hint ? { hint } : {}) };
}

function describe(error: Error): { name: string; message: string } {
  const name = typeof error.name === 'string' && error.name ? error.name : 'Error';
  let message = String(error.message ?? '');
  const cause: unknown = error.cause;
  if (cause instanceof Error) message += ` (because of ${cause.name}: ${cause.message})`;
  return { name, message: message.length > 10_000 ? `${message.slice(0, 10_000)}…` : message };
}

/** The place by an error's own `line`, in an engine that has such: it counts for evaluated code where no file is named beside it. */
function placeOfLine(error: Error): { cell: string; line: number } | undefined {
  const { line, sourceURL } = error as { line?: unknown; sourceURL?: unknown };
  const place = typeof line === 'number' && sourceURL === undefined ? cellAt(line) : undefined;
  return place && place.line > PREFIX_LINES ? { cell: place.cell, line: place.line - PREFIX_LINES } : undefined;
}

/** A stack without the message that V8 puts in front of it: a message may look like a frame. */
function frames({ stack, message }: Error): unknown {
  const at = typeof stack === 'string' && message ? stack.indexOf(message) : -1;
  return at >= 0 && /^[^\n]*$/.test(stack!.slice(0, at)) ? stack!.slice(at + message.length) : stack;
}

/** Errors of another realm, and `DOMException`s, are no instance of this realm's `Error`. */
function isErrorLike(value: unknown): value is Error {
  return (
    typeof value === 'object' && value !== null && 'message' in value && 'name' in value && typeof value.message === 'string'
  );
}

const FRAME = new RegExp(`${sourceUrl('([A-Za-z][\\w-]*)')}:(\\d+)(?::(\\d+))?`);

/** The innermost place in a cell that a stack names. */
export function placeOf(stack: unknown): { cell: string; line: number; column?: number } | undefined {
  if (typeof stack !== 'string') return undefined;
  for (const line of stack.split('\n')) {
    const match = FRAME.exec(line);
    // The first line of the function is ours, and so is what stands behind the cell's last.
    if (!match || Number(match[2]) <= PREFIX_LINES) continue;
    const column = match[3] === undefined ? undefined : Number(match[3]);
    return { cell: match[1], line: Number(match[2]) - PREFIX_LINES, ...(column === undefined ? {} : { column }) };
  }
  return undefined;
}
