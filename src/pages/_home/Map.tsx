/** The map of the book: what must be read before what, what the reader has done, and where they left. */
import Link from '@docusaurus/Link';
import clsx from 'clsx';
import type { CSSProperties, ReactNode } from 'react';
import { chapters, findChapter } from '../../../contents';
import { placeIn } from '../../components/Progress/progress';
import { useMarks, useProgress } from '../../components/Progress/useProgress';
import { mapOf } from './layout';
import type { Station, Track } from './layout';
import styles from './Map.module.css';

const { stations, tracks } = mapOf(chapters);

/** From right of one dot to left of the next, level at both ends, in a box of 1000 by 1000. */
function curve({ from, to }: Track): string {
  const [x0, y0, x1, y1] = [from.x, from.y, to.x, to.y].map((share) => Math.round(share * 1000));
  const bend = Math.min(x1 - x0, 90) / 2 + 20;
  const start = x1 - 2 * bend;
  return start > x0
    ? `M${x0} ${y0}H${start}C${start + bend} ${y0} ${x1 - bend} ${y1} ${x1} ${y1}`
    : `M${x0} ${y0}C${(x0 + x1) / 2} ${y0} ${(x0 + x1) / 2} ${y1} ${x1} ${y1}`;
}

/** `left`: the chapter that was open last, if it is not done. */
type State = 'planned' | 'written' | 'read' | 'done' | 'left';

const words: Record<State, string> = {
  planned: ' (planned)',
  written: '',
  read: ' (read, exercises left)',
  done: ' (done)',
  left: ' (where you left)',
};

function Stop({ station: { chapter, x, y }, state, to }: { station: Station; state: State; to: string }): ReactNode {
  const needs = chapter.needs.map((id) => findChapter(id)!.title);
  const name = chapter.title;
  return (
    <li
      className={clsx(state !== 'planned' && styles.written, styles[state])}
      style={{ '--x': `${x * 100}%`, '--y': `${y * 100}%` } as CSSProperties}
    >
      {state === 'planned' ? <span>{name}</span> : <Link to={to}>{name}</Link>}
      <span className={styles.state}>{words[state]}</span>
      <span className={styles.needs}>{needs.length > 0 && ` after ${needs.join(' and ')}`}</span>
    </li>
  );
}

export function BookMap({ written }: { written: Set<string> }): ReactNode {
  const progress = useProgress();
  const { last } = progress;
  const markOf = useMarks();
  const stateOf = (id: string): State => (!written.has(id) ? 'planned' : id === last ? 'left' : (markOf(id) ?? 'written'));
  return (
    <div className={styles.map}>
      <svg className={styles.tracks} viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
        {tracks.map((track) => (
          <path key={`${track.from.chapter.id} ${track.to.chapter.id}`} d={curve(track)} />
        ))}
      </svg>
      <ol className={styles.stops}>
        {stations.map((station) => (
          <Stop
            key={station.chapter.id}
            station={station}
            state={stateOf(station.chapter.id)}
            to={placeIn(progress, station.chapter.id)}
          />
        ))}
      </ol>
    </div>
  );
}
