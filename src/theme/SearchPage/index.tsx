/** All hits of a search; the original renders them outside any landmark. */
import SearchPage from '@theme-original/SearchPage';
import { useEffect } from 'react';
import type { ReactNode } from 'react';

export default function Search(): ReactNode {
  useEffect(() => {
    document.querySelector('.theme-layout-main > .container')?.setAttribute('role', 'main');
  }, []);
  return <SearchPage />;
}
