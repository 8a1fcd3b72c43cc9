/** A ranker that trains on the home page, on films a visitor knows, then ranks for films they pick. */
import clsx from 'clsx';
import { useId, useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { Bar } from '../../components/Cell/Bar';
import cell from '../../components/Cell/Cell.module.css';
import { seconds, statusText } from '../../components/Cell/status';
import { Code } from '../../components/Editor/Code';
import { curvesOf } from '../../components/Output/curves';
import { ErrorView } from '../../components/Output/ErrorView';
import { formatNumber } from '../../notebook/format';
import type { ProgressOutput } from '../../notebook/types';
import { findFilm } from './picks';
import styles from './Ranker.module.css';
import type { RankerAtWork } from './useRanker';

const CURVE = { width: 120, height: 26 };

export function Ranker({ ranker }: { ranker: RankerAtWork }): ReactNode {
  const { cells, session, train, rank, shown, facts, progress, ranking } = ranker;
  const titleId = useId();
  const describe: typeof statusText = (state, elapsed) =>
    state === rank && (state.status === 'saved' || state.status === 'done') && !state.stale
      ? summary(facts)
      : statusText(state, elapsed);
  const errors = [shown.refusal, ...shown.outputs.filter((output) => output.kind === 'error')].filter(
    (error) => error !== undefined,
  );
  return (
    <figure
      className={clsx(cell.cell, styles.ranker, ranker.isActive && cell.running)}
      id="cell-train"
      aria-labelledby={titleId}
      data-status={shown.status}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.shiftKey || event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        ranker.run();
      }}
    >
      <Bar
        cell={{ ...cells.rank, title: cells.train.title }}
        state={shown}
        session={session}
        titleId={titleId}
        describe={describe}
        primary={{ label: 'Run', act: ranker.run }}
      />
      <div className={styles.codes}>
        {[
          { cell: cells.train, state: train },
          { cell: cells.rank, state: rank },
        ].map(({ cell: each, state }) => (
          <Code key={each.id} cell={each} code={state.code} markedLine={state.refusal?.line} session={session} />
        ))}
      </div>
      {progress && <Training progress={progress} />}
      <Picks ranker={ranker} />
      {errors.length > 0 ? (
        errors.map((error, at) => <ErrorView key={at} error={error} cell="rank" />)
      ) : (
        <Films ranking={ranking} />
      )}
      <figcaption className={cell.caption}>
        Real films, a simulated audience: nobody watched any of this.{' '}
        {facts.ndcg !== undefined && facts.popularity !== undefined && worth(facts.ndcg, facts.popularity)}
      </figcaption>
    </figure>
  );
}

function summary({ watches, ndcg, ms }: RankerAtWork['facts']): string {
  const time = ms === undefined ? '' : `trained in ${seconds(ms)} · `;
  return `${time}${formatNumber(watches)} watches${ndcg === undefined ? '' : ` · nDCG@10 ${shortly(ndcg)}`}`;
}

function worth(ndcg: number, popularity: number): string {
  return `On what was watched next, nDCG@10 is ${shortly(ndcg)}; showing everyone the same hits scores ${shortly(popularity)}.`;
}

const shortly = (value: number) => value.toFixed(3).replace(/^0/, '');

/** The loss as it falls, over a hairline of progress. */
function Training({ progress: { label, done, total, history } }: { progress: ProgressOutput }): ReactNode {
  const [curve] = curvesOf(history, CURVE.width, CURVE.height);
  return (
    <div className={styles.training}>
      <progress value={done} max={total} aria-label="training" />
      <span>
        {label} {done} of {total}
      </span>
      {curve && (
        <>
          <span>
            {curve.name} {formatNumber(Math.round(curve.last))}
          </span>
          <svg viewBox={`-3 -3 ${CURVE.width + 6} ${CURVE.height + 6}`} aria-hidden="true">
            <path d={curve.path} />
            <circle cx={curve.end[0]} cy={curve.end[1]} r={2.5} />
          </svg>
        </>
      )}
    </div>
  );
}

/** The films that the code names, as chips to take away and a field to add one. */
function Picks({ ranker: { picks, films, pick, session } }: { ranker: RankerAtWork }): ReactNode {
  const [words, setWords] = useState('');
  const [problem, setProblem] = useState('');
  const list = useId();
  if (!picks) return null; // the visitor has written a list of their own kind
  const add = (text: string): void => {
    const film = findFilm(text, films);
    setProblem(film ? '' : `No film like “${text.trim()}” among the ${films.length} most watched.`);
    if (!film) return;
    setWords('');
    if (!picks.includes(film)) void pick([...picks, film]);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (words.trim() !== '') add(words);
  };
  return (
    <form className={styles.picks} onSubmit={onSubmit}>
      {picks.map((film) => (
        <button key={film} type="button" disabled={!session} onClick={() => void pick(picks.filter((other) => other !== film))}>
          {film.replace(/ \(\d+\)$/, '')} <span aria-hidden="true">✕</span>
          <span className={styles.said}> take away</span>
        </button>
      ))}
      <input
        list={list}
        value={words}
        disabled={!session}
        placeholder="+ add a film you like"
        aria-label="Add a film you like"
        autoComplete="off"
        enterKeyHint="go"
        onChange={({ target: { value } }) => (films.includes(value) ? add(value) : setWords(value))}
      />
      <datalist id={list}>
        {films.map((film) => (
          <option key={film} value={film} />
        ))}
      </datalist>
      <span role="status" className={styles.problem}>
        {problem}
      </span>
    </form>
  );
}

/** The ranking: a bar as long as the score, against the first. */
function Films({ ranking }: { ranking: RankerAtWork['ranking'] }): ReactNode {
  const top = ranking[0]?.score ?? 1;
  return (
    <ol className={styles.films} aria-label="What it would show you">
      {ranking.map(({ film, score }) => {
        const [, title, year] = /^(.*) \((\d+)\)$/.exec(film) ?? [film, film, ''];
        return (
          <li key={film}>
            <span>
              {title} <small>{year}</small>
            </span>
            <span className={styles.track} aria-hidden="true">
              <span style={{ inlineSize: `${Math.max(0, (100 * score) / top).toFixed(1)}%` }} />
            </span>
          </li>
        );
      })}
    </ol>
  );
}
