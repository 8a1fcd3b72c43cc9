/** What is on this page: a named landmark, the current heading marked by a bar. */
import clsx from 'clsx';
import TOCItems from '@theme/TOCItems';
import type { Props } from '@theme/TOC';
import type { ReactNode } from 'react';

export default function TOC({ className, ...items }: Props): ReactNode {
  return (
    <nav className={clsx('page-contents', 'thin-scrollbar', className)} aria-labelledby="page-contents">
      <div id="page-contents" className="page-contents__title">
        On this page
      </div>
      <TOCItems
        {...items}
        linkClassName="table-of-contents__link toc-highlight"
        linkActiveClassName="table-of-contents__link--active"
      />
    </nav>
  );
}
