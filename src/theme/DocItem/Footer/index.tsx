/** Below a page: where to edit it, and an issue form that already knows which page it is about; on paper, what the page is of. */
import Link from '@docusaurus/Link';
import { useDoc } from '@docusaurus/plugin-content-docs/client';
import useDocusaurusContext from '@docusaurus/useDocusaurusContext';
import useIsBrowser from '@docusaurus/useIsBrowser';
import type { ReactNode } from 'react';
import { nameOf } from '../../../components/Data/choice';
import { useChoice } from '../../../components/Data/useData';
import { thisEdition } from '../../../components/Offline/thisEdition';
import { reportAddress } from '../../../components/Report/reportAddress';
import styles from './styles.module.css';

export default function DocItemFooter(): ReactNode {
  const { title, source, editUrl, permalink } = useDoc().metadata;
  const { siteConfig } = useDocusaurusContext();
  const { repository, version } = siteConfig.customFields as { repository: string; version: string };
  const isBrowser = useIsBrowser();
  const browser = isBrowser ? navigator.userAgent : undefined;
  const date = isBrowser ? thisEdition()?.date : undefined;
  const choice = useChoice();
  const data = choice.kind === 'built-in' ? undefined : nameOf(choice);
  const { href } = reportAddress({ repository, version, title, page: source.replace('@site/', ''), browser, data });
  return (
    <footer className={`theme-doc-footer ${styles.footer}`}>
      {editUrl && <Link to={editUrl}>Edit this page</Link>}
      <Link to={href}>Report a mistake</Link>
      <p className={`on-paper ${styles.imprint}`}>
        {siteConfig.title}, version {version}
        {date && `, edition of ${date}`}. {siteConfig.url}
        {permalink.replace(/\/?$/, '/')}
      </p>
    </footer>
  );
}
