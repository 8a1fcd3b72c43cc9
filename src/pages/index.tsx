/** The home page: one promise, the map of what depends on what, three parts in a sentence each. */
import Link from '@docusaurus/Link';
import { useLatestVersion } from '@docusaurus/plugin-content-docs/client';
import Layout from '@theme/Layout';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { chapterNumber, chapters, parts } from '../../contents';
import { useMarks, useProgress } from '../components/Progress/useProgress';
import { placeIn } from '../components/Progress/progress';
import { BookMap } from './_home/Map';
import { Ranker } from './_home/Ranker';
import { useRanker } from './_home/useRanker';
import type { RankerAtWork } from './_home/useRanker';
import styles from './_home/home.module.css';

/** What each part is about, by its number. */
const sentences: Record<number, string> = {
  1: 'From popularity to two towers, boosted trees and search: what each model learns, and what it buys over the simpler one before it.',
  2: 'From a model that works once to one that answers every request: tests, an API, features, latency, containers.',
  3: 'Design the experiment, run it on a world whose truth is known, and see what the offline metric was worth.',
};

/** Ids of the chapters that have a page. */
function useWritten(): Set<string> {
  const { docs } = useLatestVersion(undefined);
  const pages = new Set(docs.map(({ id }) => id));
  return new Set(chapters.map(({ id }) => id).filter((id) => pages.has(id)));
}

/** Where a reader goes on: where they left, or at the chapter behind a done one, or at the first. */
function useNextStep(written: Set<string>): [label: string, address: string] {
  const progress = useProgress();
  const markOf = useMarks();
  const order = chapters.map(({ id }) => id).filter((id) => written.has(id));
  const left = order.indexOf(progress.last ?? '');
  if (left < 0)
    return order[0] ? [`Start with chapter ${chapterNumber(order[0])}`, `/${order[0]}/`] : ['See the plan', '/theory/'];
  const next = order[markOf(order[left]) === 'done' ? Math.min(left + 1, order.length - 1) : left];
  return [`Go on with chapter ${chapterNumber(next)}`, placeIn(progress, next)];
}

function Opening({ written, load, onRun }: { written: Set<string>; load?: string; onRun?: () => void }): ReactNode {
  const [label, to] = useNextStep(written);
  const count = `${written.size} of ${chapters.length} planned chapters ${written.size === 1 ? 'is' : 'are'} written`;
  return (
    <div>
      <h1>Learn to rank by ranking.</h1>
      <p className={styles.promise}>
        A handbook on recommendation and search. Every model in it trains here, in this tab, while you watch. Change a line, run
        it again, and see what it bought.
      </p>
      <p className={styles.actions}>
        <button type="button" className={clsx('needs-script', styles.primary)} disabled={!onRun} onClick={onRun}>
          <span aria-hidden="true">▶</span> Train the one <span className={styles.wide}>on the right</span>
          <span className={styles.narrow}>below</span>
        </button>
        <Link className={styles.quiet} to={to}>
          {label}
        </Link>
      </p>
      <p className={styles.note}>
        Nothing to install{load && `; a first Run loads ${load}`}. {count}. Every output on these pages was computed by the code
        above it, and is computed again on every change.
      </p>
    </div>
  );
}

/** Runs, with the ranker in sight: on a phone it stands below. */
function start(ranker: RankerAtWork): void {
  ranker.run();
  document.getElementById('cell-train')?.scrollIntoView({ block: 'nearest' });
}

export default function Home(): ReactNode {
  const written = useWritten();
  const ranker = useRanker();
  return (
    <Layout description="A free handbook on recommendation and search ranking whose code trains real rankers in your own tab.">
      <main className={styles.home}>
        <section className={styles.opening}>
          <Opening written={written} load={ranker.load} onRun={ranker.session && (() => start(ranker))} />
          <Ranker ranker={ranker} />
        </section>

        <section aria-labelledby="map">
          <h2 id="map">The map</h2>
          <p className={styles.legend}>What you need before what. Green is done, red is where you left.</p>
          <BookMap written={written} />
        </section>

        <section className={styles.parts} aria-label="The three parts">
          {parts.map(({ number, title, folder }) => (
            <div key={folder}>
              <h2>
                <Link to={`/${folder}/`}>
                  {number} · {title}
                </Link>
              </h2>
              <p>{sentences[number]}</p>
            </div>
          ))}
        </section>
      </main>
    </Layout>
  );
}
