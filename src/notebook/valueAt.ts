/** Reads one number or text out of a cell's outputs by a path: what `<Value cell="compare" path="als.ndcg" />` shows. */
import type { CellOutputs, Output, Scalar, TableOutput, ValueNode } from './types';

/** Keys in an error's list. */
const LISTED = 20;

/** What a path met: the value, or the keys that stood at the place where it failed. */
type Found = { value: Scalar } | { keys: string[]; after: string };

/**
 * The value at a path, from the first of the outputs that has it. The path's parts are separated by dots; a key that holds dots
 * itself is found too. In a value tree they are keys (in a list, indices); in a table the first column's text, or else the row's index
 * from 0, then the column's name: `Popularity.ndcg`. In a progress output they are `done`, `total`, or the name of a value, which
 * gives the last one reported: `loss`. The empty path reads an output that is one bare value.
 *
 * @throws when no output has it, listing what there is
 */
export function valueAt(outputs: CellOutputs, path: string): Scalar {
  let failure: Found | undefined;
  for (const output of outputs.outputs) {
    const found = lookUp(output, path);
    if (!found) continue;
    if ('value' in found) return found.value;
    // The deepest failure tells most.
    if (!failure || !('after' in failure) || found.after.length > failure.after.length) failure = found;
  }
  if (!failure || 'value' in failure) throw new Error(`no value at \`${path}\`: the cell shows no value, table or progress`);
  const { keys, after } = failure;
  const listed = keys.slice(0, LISTED).join(', ') + (keys.length > LISTED ? `, … ${keys.length - LISTED} more` : '');
  throw new Error(
    `no value at \`${path}\`: ${after ? `under \`${after}\`` : 'there'} ${keys.length > 0 ? `are ${listed}` : 'is nothing'}`,
  );
}

function lookUp(output: Output, path: string): Found | undefined {
  if (output.kind === 'value') return inTree(output.tree, path, '');
  if (output.kind === 'table') return inTable(output, path);
  if (output.kind !== 'progress') return undefined;
  const last = output.history[output.history.length - 1]?.values ?? {};
  const known: Record<string, number> = { ...last, done: output.done, total: output.total };
  return Object.hasOwn(known, path) ? { value: known[path] } : { keys: Object.keys(known), after: '' };
}

function inTree(node: ValueNode, path: string, after: string): Found {
  if (node.type === 'leaf') return path === '' ? { value: node.value } : { keys: [], after };
  let failure: Found | undefined;
  for (const [key, rest] of path === '' ? [] : splits(path)) {
    const entry = node.entries.find(([name]) => name === key);
    if (!entry) continue;
    const found = inTree(entry[1], rest, after ? `${after}.${key}` : key);
    if ('value' in found) return found;
    failure ??= found;
  }
  return failure ?? { keys: node.entries.map(([key]) => key), after };
}

function inTable(table: TableOutput, path: string): Found {
  let failure: Found | undefined;
  for (const [key, name] of splits(path)) {
    const row = table.rows.find((cells) => textOf(cells[0]) === key) ?? (/^\d+$/.test(key) ? table.rows[Number(key)] : undefined);
    if (!row) continue;
    const column = table.columns.findIndex((one) => one.name === name);
    if (column >= 0) return { value: row[column] };
    failure ??= { keys: table.columns.map((one) => one.name), after: key };
  }
  return failure ?? { keys: table.rows.map((cells) => textOf(cells[0])), after: '' };
}

/** Every way to take the first key off a path, the longest key first, since keys may hold dots. */
function splits(path: string): [key: string, rest: string][] {
  const parts = path.split('.');
  return parts.map((_, taken) => [parts.slice(0, parts.length - taken).join('.'), parts.slice(parts.length - taken).join('.')]);
}

function textOf(cell: Scalar): string {
  return cell !== null && typeof cell === 'object' ? cell.special : String(cell);
}
