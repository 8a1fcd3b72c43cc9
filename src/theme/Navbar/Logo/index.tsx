/** The book's name in the bar, its subject in the accent. */
import Link from '@docusaurus/Link';
import type { ReactNode } from 'react';
import styles from './styles.module.css';

export default function NavbarLogo(): ReactNode {
  return (
    <Link to="/" className="navbar__brand">
      <span>
        The Live <b className={styles.subject}>RecSys</b> Handbook
      </span>
    </Link>
  );
}
