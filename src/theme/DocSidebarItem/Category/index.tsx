/** A group of the sidebar. One that leads nowhere and does not fold is a heading; the original makes it a link without an address. */
import { ThemeClassNames } from '@docusaurus/theme-common';
import Category from '@theme-original/DocSidebarItem/Category';
import DocSidebarItems from '@theme/DocSidebarItems';
import type { Props } from '@theme/DocSidebarItem/Category';
import clsx from 'clsx';
import type { ReactNode } from 'react';

export default function SidebarCategory(props: Props): ReactNode {
  const { item, level, onItemClick, activePath } = props;
  if (item.href !== undefined || item.collapsible) return <Category {...props} />;
  return (
    <li
      className={clsx(
        ThemeClassNames.docs.docSidebarItemCategory,
        ThemeClassNames.docs.docSidebarItemCategoryLevel(level),
        'menu__list-item',
        item.className,
      )}
    >
      <div className="menu__list-item-collapsible">
        <span className="menu__link">{item.label}</span>
      </div>
      <ul className="menu__list">
        <DocSidebarItems items={item.items} onItemClick={onItemClick} activePath={activePath} level={level + 1} />
      </ul>
    </li>
  );
}
