/** A page in the sidebar, with a mark when the reader has done it. */
import Link from '@docusaurus/Link';
import { isActiveSidebarItem } from '@docusaurus/plugin-content-docs/client';
import { ThemeClassNames } from '@docusaurus/theme-common';
import clsx from 'clsx';
import type { Props } from '@theme/DocSidebarItem/Link';
import type { ReactNode } from 'react';
import { useMarks } from '../../../components/Progress/useProgress';
import styles from './styles.module.css';

export default function SidebarLink({ item, onItemClick, activePath, level }: Props): ReactNode {
  const isActive = isActiveSidebarItem(item, activePath);
  const mark = useMarks()(item.docId ?? '');
  return (
    <li
      className={clsx(
        ThemeClassNames.docs.docSidebarItemLink,
        ThemeClassNames.docs.docSidebarItemLinkLevel(level),
        'menu__list-item',
        item.className,
      )}
    >
      <Link
        className={clsx('menu__link', isActive && 'menu__link--active', mark && styles.marked)}
        aria-current={isActive ? 'page' : undefined}
        to={item.href}
        onClick={onItemClick && (() => onItemClick(item))}
      >
        {item.label}
        {mark && (
          <span className={clsx(styles.mark, mark === 'done' && styles.done)}>
            <span aria-hidden="true">✓</span>
            <span className={styles.said}>{mark === 'done' ? ', done' : ', read, exercises left'}</span>
          </span>
        )}
      </Link>
    </li>
  );
}
