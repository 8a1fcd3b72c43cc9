/** Beside every page: the queue while several cells are in it, the page's title as long as something runs, and a voice for those who hear the page. */
import Link from '@docusaurus/Link';
import { useLocation } from '@docusaurus/router';
import useBaseUrl from '@docusaurus/useBaseUrl';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import cellStyles from '../Cell/Cell.module.css';
import { onOpen, openSessions } from '../Cell/sessions';
import styles from './Desk.module.css';
import { plainTitle } from './say';
import { watchWork } from './watch';
import { Work } from './work';
import type { Job } from './work';

const work = new Work({ sessions: openSessions, onOpen });
const NONE: Job[] = [];

export function DeskHost(): ReactNode {
  const [said, setSaid] = useState('');
  useEffect(() => watchWork(work, document, setSaid), []);
  useEffect(() => {
    const onSight = () => !document.hidden && work.get().length === 0 && (document.title = plainTitle(document.title));
    document.addEventListener('visibilitychange', onSight);
    return () => document.removeEventListener('visibilitychange', onSight);
  }, []);
  return (
    <>
      <div role="status" className={cellStyles.said}>
        {said}
      </div>
      <Queue />
    </>
  );
}

/** Where a chapter's page stands below the site's base. */
const addressOf = ({ session }: Job): string => (session.chapter.path === 'home' ? '' : `${session.chapter.path}/`);

/** The cells at work, when there are several, or one of another page. */
function Queue(): ReactNode {
  const jobs = useSyncExternalStore(work.subscribe, work.get, () => NONE);
  const base = useBaseUrl('/');
  const here = useLocation().pathname.slice(base.length);
  const [first] = jobs;
  if (!first || (jobs.length === 1 && addressOf(first) === here)) return null;
  return (
    <aside className={styles.desk} aria-label="Cells at work">
      <details>
        <summary>
          <span className={cellStyles.dot} aria-hidden="true" />
          {first.title}
          {jobs.length > 1 && ` · ${jobs.length - 1} ${jobs.length === 2 ? 'waits' : 'wait'}`}
        </summary>
        <ol>
          {jobs.map((job) => (
            <Entry key={`${addressOf(job)}#${job.id}`} job={job} />
          ))}
        </ol>
      </details>
      <button type="button" className={`${cellStyles.button} ${cellStyles.stop}`} onClick={() => first.session.stop()}>
        <span aria-hidden="true">■</span> Stop all
      </button>
    </aside>
  );
}

function Entry({ job }: { job: Job }): ReactNode {
  const { session, id, title, isRunning } = job;
  const isShown = !session.chapter.cells.find((cell) => cell.id === id)!.options.hidden;
  return (
    <li>
      {isShown ? <Link to={`/${addressOf(job)}#cell-${id}`}>{title}</Link> : title}
      {!isRunning && (
        <button type="button" onClick={() => session.cancel(id)} aria-label={`Cancel ${title}`}>
          ✕
        </button>
      )}
    </li>
  );
}
