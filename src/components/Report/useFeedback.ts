/** What a reader can do about a cell that is wrong: report it, or mend it in the repository. */
import useDocusaurusContext from '@docusaurus/useDocusaurusContext';
import type { ChapterCell } from '../../notebook/chapter';
import type { Action } from '../Cell/Menu';
import type { CellState } from '../Cell/cellState';
import { cellReport, codeAddress } from './cellReport';
import { reportAddress } from './reportAddress';

/** Menu lines for the cell of the notebook at `path`. Both open GitHub beside the page, so that a run goes on. */
export function useFeedback(path: string | undefined, cell: ChapterCell, state: CellState): Action[] {
  const { repository, version } = useDocusaurusContext().siteConfig.customFields as { repository: string; version: string };
  // A scratch cell stands in no file: it is the reader's own.
  if (path === undefined || cell.line === 0) return [];
  const open = (address: string) => void window.open(address, '_blank', 'noopener');
  const report = () => {
    const { href, clipboard } = reportAddress(
      cellReport({ repository, version, path, browser: navigator.userAgent }, cell, state),
    );
    // Asked for before the page loses the focus that a browser wants for it.
    if (clipboard !== undefined) void navigator.clipboard.writeText(clipboard).catch(() => undefined);
    open(href);
  };
  return [
    { label: 'Report a mistake', act: report },
    { label: 'Edit this code', act: () => open(codeAddress({ repository, path }, cell)) },
  ];
}
