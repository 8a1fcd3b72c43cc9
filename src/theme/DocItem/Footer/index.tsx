/** Below a page: where to edit it, and an issue form that already knows which page it is about. */
import Link from '@docusaurus/Link';
import { useDoc } from '@docusaurus/plugin-content-docs/client';
import useDocusaurusContext from '@docusaurus/useDocusaurusContext';
import type { ReactNode } from 'react';
import styles from './styles.module.css';

/** The address of an issue form about a page. */
function reportAddress(repository: string, title: string, source: string, version: string): string {
  const form = new URLSearchParams({
    title: `${title}: `,
    body: `Page: ${source.replace('@site/', '')}\nVersion: ${version}\n\nWhat is wrong, and what did you expect?\n`,
  });
  return `${repository}/issues/new?${form}`;
}

export default function DocItemFooter(): ReactNode {
  const { metadata } = useDoc();
  const { repository, version } = useDocusaurusContext().siteConfig.customFields as { repository: string; version: string };
  return (
    <footer className={`theme-doc-footer ${styles.footer}`}>
      {metadata.editUrl && <Link to={metadata.editUrl}>Edit this page</Link>}
      <Link to={reportAddress(repository, metadata.title, metadata.source, version)}>Report a mistake</Link>
    </footer>
  );
}
