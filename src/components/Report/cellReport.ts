/** What a report on a cell says of it: where it stands, and what the reader has done to it. */
import { WORLD } from '../Data/choice';
import type { ChapterCell } from '../../notebook/chapter';
import type { ErrorOutput } from '../../notebook/types';
import type { CellState } from '../Cell/cellState';
import type { Report } from './reportAddress';

/** What the report knows of the page around the cell. */
export type Surroundings = Pick<Report, 'repository' | 'version' | 'browser'> & {
  /** The notebook's address, such as `theory/baseline`. */
  path: string;
};

export function cellReport({ path, ...page }: Surroundings, { id, line }: ChapterCell, state: CellState): Report {
  const { code, edited, refusal, outputs, data } = state;
  const error = refusal ?? outputs.findLast((output): output is ErrorOutput => output.kind === 'error');
  return {
    ...page,
    title: path,
    page: `notebooks/${path}.ts, line ${line}`,
    cell: id,
    ...(edited && { code }),
    ...(error && { error: errorText(error) }),
    ...(data !== WORLD && { data }),
  };
}

/** Where GitHub edits the cell's code: the notebook's file, at the cell's first line. */
export function codeAddress({ repository, path }: Pick<Surroundings, 'repository' | 'path'>, { line }: ChapterCell): string {
  return `${repository}/edit/main/notebooks/${path}.ts#L${line}`;
}

function errorText({ name, message, cell, line, column }: ErrorOutput): string {
  const place = [cell && `cell ${cell}`, line && `line ${line}`, column && `column ${column}`].filter(Boolean).join(', ');
  return `${name}: ${message}${place && `\n${place}`}`;
}
