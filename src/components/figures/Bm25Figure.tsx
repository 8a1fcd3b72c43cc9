/** A query over seven texts: what each of its words adds to each text, as k1 and b are moved. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { tokenSpans } from '../../recsys/text/tokenize';
import { bm25Shares } from './bm25Shares';
import type { AskedTerm, SharedText } from './bm25Shares';
import styles from './Bm25Figure.module.css';
import { Figure } from './Figure';
import shared from './figures.module.css';

/** Made up, as the caption says. */
const TEXTS = [
  'A ghost on a ship.',
  'Ship to ship: one ship is lost, one ship is found.',
  'In a harbour town a widow waits for a ship that went down in a storm, and at night a ghost comes to her door to ask for its name.',
  'The ship sails at dawn.',
  'An old house, a family, and a ghost that will not leave the house.',
  'The storm.',
  'A writer of speeches falls in love with a voice.',
];
const START = { query: 'ghost ship', k1: 1.2, b: 0.75 };
const QUERIES = ['ghost ship', 'ship', 'storm', 'the ghost of the ship'];

export function Bm25Figure({ children }: { children?: ReactNode }) {
  const [{ query, k1, b }, setState] = useState(START);
  const set = (change: Partial<typeof START>) => setState((state) => ({ ...state, ...change }));
  const { terms, average, ranked } = bm25Shares(TEXTS, query, { k1, b });
  const widest = terms.reduce((sum, { idf }) => sum + idf, 0) || 1;
  return (
    <Figure title="What each word adds" caption={children} onReset={() => setState(START)}>
      <label className={styles.query}>
        query
        <input type="search" list="bm25-queries" value={query} onChange={({ target }) => set({ query: target.value })} />
        <datalist id="bm25-queries">
          {QUERIES.map((text) => (
            <option key={text} value={text} />
          ))}
        </datalist>
      </label>
      <Dial name="k1" value={k1} max={3} step={0.1} onMove={(value) => set({ k1: value })} />
      <Dial name="b" value={b} max={1} step={0.05} onMove={(value) => set({ b: value })} />
      <ul className={styles.terms}>
        {terms.map(({ term, having, idf }, t) => (
          <li key={term}>
            <span className={styles.chip} data-term={t} /> <b>{term}</b> in {having} of {TEXTS.length} texts, idf {idf.toFixed(2)}
          </li>
        ))}
        <li className={styles.quiet}>average length {average.toFixed(1)} words</li>
      </ul>
      <ol className={styles.texts} aria-live="polite">
        {ranked.map((text) => (
          <Row key={text.text} {...text} terms={terms} widest={widest} />
        ))}
      </ol>
    </Figure>
  );
}

interface DialProps {
  name: string;
  value: number;
  max: number;
  step: number;
  onMove: (value: number) => void;
}

function Dial({ name, value, max, step, onMove }: DialProps) {
  return (
    <label className={shared.slider}>
      {name} = <b>{value.toFixed(2)}</b>
      <input
        type="range"
        min={0}
        max={max}
        step={step}
        value={value}
        aria-valuetext={`${name} = ${value.toFixed(2)}`}
        onChange={({ target }) => onMove(Number(target.value))}
      />
    </label>
  );
}

/** One text: its words, those of the query marked, then the bar and the sum. */
function Row({ text, length, parts, score, terms, widest }: SharedText & { terms: AskedTerm[]; widest: number }) {
  const written = parts.filter((part) => part.count > 0).map((part) => part.score.toFixed(2));
  return (
    <li className={score > 0 ? undefined : styles.out}>
      <p className={styles.text}>
        <Marked text={TEXTS[text]} terms={terms} /> <span className={styles.quiet}>{length} words</span>
      </p>
      <div className={styles.bars} aria-hidden="true">
        {parts.map((part, t) => (
          <span key={terms[t].term} data-term={t} style={{ inlineSize: `${(100 * part.score) / widest}%` }} />
        ))}
      </div>
      <p className={styles.sum}>
        {written.length === 0
          ? 'no word of the query'
          : written.length === 1
            ? written[0]
            : `${written.join(' + ')} = ${score.toFixed(2)}`}
      </p>
    </li>
  );
}

function Marked({ text, terms }: { text: string; terms: AskedTerm[] }) {
  const pieces: ReactNode[] = [];
  let from = 0;
  for (const { start, end, term } of tokenSpans(text)) {
    const t = terms.findIndex((asked) => asked.term === term);
    if (t < 0) continue;
    pieces.push(text.slice(from, start), <mark key={start} className={styles.mark} data-term={t}>{text.slice(start, end)}</mark>); // prettier-ignore
    from = end;
  }
  return (
    <>
      {pieces}
      {text.slice(from)}
    </>
  );
}
