/** A synopsis whose words can be taken out: their weights, the nearest films and the place on the map follow. */
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { Chapter } from '../../notebook/chapter';
import { Figure } from './Figure';
import { readSynopses, synopsisMap } from './synopses';
import { outputsOf } from './savedOutputs';
import type { Place, Placed, ShownFilm, SynopsisMap } from './synopses';
import styles from './SynopsisFigure.module.css';

const START = 'Se7en';
const [WIDTH, HEIGHT, EDGE] = [420, 330, 24];
const WEIGHTS = 6;
const NEAREST = 5;
/** A mark for each genre, about the origin, so that colour is not all that tells them apart. */
const MARKS = ['M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z', 'M-3.5-3.5h7v7h-7z', 'M0-4.8l4.6 8h-9.2z', 'M0-5l5 5l-5 5l-5-5z'];

export interface SynopsisFigureProps {
  /** The cell whose saved output holds the films: a table of film, genre and synopsis. */
  cell: string;
  /** Given by the remark plugin. */
  notebook: Chapter;
  children?: ReactNode;
}

export function SynopsisFigure({ cell, notebook, children }: SynopsisFigureProps) {
  const films = useMemo(() => readSynopses(outputsOf(notebook, cell)), [cell, notebook]);
  const map = useMemo(() => synopsisMap(films), [films]);
  const first = Math.max(0, films.findIndex(({ film }) => film === START)); // prettier-ignore
  const [film, setFilm] = useState(first);
  const [off, setOff] = useState<ReadonlySet<number>>(new Set());
  const choose = (next: number) => {
    setFilm(next);
    setOff(new Set());
  };
  const toggle = (word: number) => {
    const next = new Set(off);
    if (!next.delete(word)) next.add(word);
    setOff(next);
  };
  const placed = map.without(film, off, NEAREST);
  return (
    <Figure title="A film without some of its words" caption={children} onReset={() => choose(first)}>
      <label className={styles.choice}>
        film{' '}
        <select value={film} onChange={({ target }) => choose(Number(target.value))}>
          {films.map((one, at) => (
            <option key={one.film} value={at}>
              {one.film} ({one.genre})
            </option>
          ))}
        </select>
      </label>
      <Synopsis text={films[film].synopsis} map={map} film={film} off={off} onToggle={toggle} />
      <div className={styles.columns}>
        <Numbers placed={placed} films={films} />
        <FilmMap films={films} map={map} film={film} placed={placed} />
      </div>
    </Figure>
  );
}

interface SynopsisProps {
  text: string;
  map: SynopsisMap;
  film: number;
  off: ReadonlySet<number>;
  onToggle: (word: number) => void;
}

/** The text, its content words as buttons; stop words stand as they are. */
function Synopsis({ text, map, film, off, onToggle }: SynopsisProps) {
  const pieces: ReactNode[] = [];
  let from = 0;
  map.words[film].forEach(({ start, end, term }, n) => {
    if (term === undefined) return;
    pieces.push(text.slice(from, start));
    pieces.push(
      <button key={n} type="button" className={styles.word} aria-pressed={!off.has(n)} onClick={() => onToggle(n)}>
        {text.slice(start, end)}
      </button>,
    );
    from = end;
  });
  return (
    <p className={styles.text}>
      {pieces}
      {text.slice(from)}
    </p>
  );
}

function Numbers({ placed, films }: { placed: Placed; films: ShownFilm[] }) {
  const { weights, nearest } = placed;
  return (
    <div className={styles.numbers} aria-live="polite">
      <p className={styles.head}>Heaviest terms</p>
      <ol>
        {weights.slice(0, WEIGHTS).map(({ term, documents, weight }) => (
          <li key={term}>
            <span className={styles.bar} style={{ inlineSize: `${100 * weight}%` }} />
            <span className={styles.name}>{term}</span>
            <span className={styles.quiet}>
              in {documents} of {films.length}
            </span>
            <b>{weight.toFixed(2)}</b>
          </li>
        ))}
      </ol>
      {weights.length === 0 && <p className={styles.quiet}>No word is left: the vector is empty.</p>}
      <p className={styles.head}>Nearest films</p>
      <ol>
        {nearest.map(({ film, cosine }) => (
          <li key={film}>
            <span className={styles.name}>{films[film].film}</span>
            <span className={styles.quiet}>{films[film].genre}</span>
            <b>{cosine.toFixed(2)}</b>
          </li>
        ))}
      </ol>
      {nearest.length === 0 && <p className={styles.quiet}>None shares a term with it.</p>}
    </div>
  );
}

/** Where a value of an axis is drawn: the films fill the map; a text that goes further stays at its edge. */
function onMap(value: number, { places }: SynopsisMap, axis: number): number {
  const values = places.map((place) => place[axis]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const share = Math.min(1, Math.max(0, (value - low) / (high - low || 1)));
  return axis === 0 ? EDGE + share * (WIDTH - 2 * EDGE) : HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE);
}

function FilmMap({ films, map, film, placed }: { films: ShownFilm[]; map: SynopsisMap; film: number; placed: Placed }) {
  const genres = [...new Set(films.map(({ genre }) => genre))];
  const at = (place: Place) => place.map((value, axis) => onMap(value, map, axis)) as Place;
  const [fromX, fromY] = at(map.places[film]);
  const [x, y] = at(placed.place);
  const near = placed.nearest.map((one) => films[one.film].film);
  return (
    <div className={styles.map}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`Map of ${films.length} films by their synopses. ${films[film].film} lies nearest to ${near.join(', ') || 'none'}.`}
      >
        {placed.nearest.map((one) => {
          const [toX, toY] = at(map.places[one.film]);
          return <line key={one.film} x1={x} y1={y} x2={toX} y2={toY} className={styles.link} />;
        })}
        {films.map((one, n) => {
          const [dotX, dotY] = at(map.places[n]);
          const genre = genres.indexOf(one.genre);
          return (
            <path
              key={one.film}
              d={MARKS[genre]}
              transform={`translate(${dotX} ${dotY})`}
              data-genre={genre}
              className={styles.dot}
            >
              <title>{`${one.film} (${one.genre})`}</title>
            </path>
          );
        })}
        <line x1={fromX} y1={fromY} x2={x} y2={y} className={styles.trail} />
        <circle cx={x} cy={y} r={8} className={styles.here} />
        <text x={Math.min(Math.max(x, 60), WIDTH - 60)} y={y < 30 ? y + 22 : y - 13} className={styles.label}>
          {films[film].film}
        </text>
      </svg>
      <p className={styles.legend}>
        {genres.map((genre, n) => (
          <span key={genre}>
            <svg viewBox="-6 -6 12 12" aria-hidden="true">
              <path d={MARKS[n]} data-genre={n} className={styles.dot} />
            </svg>
            {genre}
          </span>
        ))}
      </p>
    </div>
  );
}
