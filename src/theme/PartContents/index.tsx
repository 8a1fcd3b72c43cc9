/** The chapters of a part: a link to each that is written, the plain name of each that is planned. */
import Link from '@docusaurus/Link';
import { useDocsVersion } from '@docusaurus/plugin-content-docs/client';
import type { ReactNode } from 'react';
import { chapterNumber, chapters } from '../../../contents';
import type { Chapter } from '../../../contents';
import styles from './styles.module.css';

function Entry({ chapter, written }: { chapter: Chapter; written: boolean }): ReactNode {
  return (
    <li value={chapterNumber(chapter.id)}>
      {written ? <Link to={`/${chapter.id}/`}>{chapter.title}</Link> : <span className={styles.planned}>{chapter.title}</span>}
    </li>
  );
}

export default function PartContents({ part }: { part: number }): ReactNode {
  const { docs } = useDocsVersion();
  const own = chapters.filter((chapter) => chapter.part === part);
  const groups = [...new Set(own.map(({ group }) => group))];
  return (
    <div className={styles.contents}>
      {groups.map((group) => (
        <section key={group ?? ''}>
          {group && <p className={styles.group}>{group}</p>}
          <ol>
            {own
              .filter((chapter) => chapter.group === group)
              .map((chapter) => (
                <Entry key={chapter.id} chapter={chapter} written={chapter.id in docs} />
              ))}
          </ol>
        </section>
      ))}
    </div>
  );
}
