/**
 * A page in the sidebar, with a mark when the reader has done it. It is loaded when it is pointed at, not when it is seen as Docusaurus's links are:
 * the sidebar shows the whole book.
 */
import { useHistory } from '@docusaurus/router';
import { isActiveSidebarItem } from '@docusaurus/plugin-content-docs/client';
import { ThemeClassNames } from '@docusaurus/theme-common';
import clsx from 'clsx';
import type { Props } from '@theme/DocSidebarItem/Link';
import type { MouseEvent, ReactNode } from 'react';
import { useMarks } from '../../../components/Progress/useProgress';
import styles from './styles.module.css';

export default function SidebarLink({ item, onItemClick, activePath, level }: Props): ReactNode {
  const isActive = isActiveSidebarItem(item, activePath);
  const mark = useMarks()(item.docId ?? '');
  const history = useHistory();
  const href = item.href.replace(/\/?$/, '/'); // as the site's pages end
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onItemClick?.(item);
    history.push(href);
  };
  const preload = () => void window.docusaurus.preload(href);
  return (
    <li
      className={clsx(
        ThemeClassNames.docs.docSidebarItemLink,
        ThemeClassNames.docs.docSidebarItemLinkLevel(level),
        'menu__list-item',
        item.className,
      )}
    >
      <a
        className={clsx('menu__link', isActive && 'menu__link--active', mark && styles.marked)}
        aria-current={isActive ? 'page' : undefined}
        href={href}
        onPointerEnter={preload}
        onFocus={preload}
        onClick={follow}
      >
        {item.label}
        {mark && (
          <span className={clsx(styles.mark, mark === 'done' && styles.done)}>
            <span aria-hidden="true">✓</span>
            <span className={styles.said}>{mark === 'done' ? ', done' : ', read, exercises left'}</span>
          </span>
        )}
      </a>
    </li>
  );
}
