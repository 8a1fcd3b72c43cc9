/** The chapter of the page at hand, by its address; nothing on other pages. */
import { useLocation } from '@docusaurus/router';
import useBaseUrl from '@docusaurus/useBaseUrl';
import { findChapter } from '../../contents';
import type { Chapter } from '../../contents';

export function useChapter(): Chapter | undefined {
  const { pathname } = useLocation();
  const base = useBaseUrl('/');
  return findChapter(pathname.slice(base.length).replace(/\/$/, ''));
}
