/** Below a page: where to edit it, and an issue form that already knows which page it is about. */
import Link from '@docusaurus/Link';
import { useDoc } from '@docusaurus/plugin-content-docs/client';
import useDocusaurusContext from '@docusaurus/useDocusaurusContext';
import useIsBrowser from '@docusaurus/useIsBrowser';
import type { ReactNode } from 'react';
import { nameOf } from '../../../components/Data/choice';
import { useChoice } from '../../../components/Data/useData';
import { reportAddress } from '../../../components/Report/reportAddress';
import styles from './styles.module.css';

export default function DocItemFooter(): ReactNode {
  const { title, source, editUrl } = useDoc().metadata;
  const { repository, version } = useDocusaurusContext().siteConfig.customFields as { repository: string; version: string };
  const browser = useIsBrowser() ? navigator.userAgent : undefined;
  const choice = useChoice();
  const data = choice.kind === 'built-in' ? undefined : nameOf(choice);
  const { href } = reportAddress({ repository, version, title, page: source.replace('@site/', ''), browser, data });
  return (
    <footer className={`theme-doc-footer ${styles.footer}`}>
      {editUrl && <Link to={editUrl}>Edit this page</Link>}
      <Link to={href}>Report a mistake</Link>
    </footer>
  );
}
