/** Four viewers and five films to rate: who is alike, and what they say of one film, follow. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Figure } from './Figure';
import styles from './NeighbourFigure.module.css';
import { predictFirst } from './neighbourTable';
import type { Neighbour, Rating } from './neighbourTable';

/** Made up, as the text says; the notebook's first cell has the same table. */
const FILMS = ['Alien', 'Jaws', 'Heat', 'Shrek', 'Amélie'];
const NAMES = ['Ann', 'Ben', 'Cat', 'Dan'];
const TABLE: Rating[][] = [
  [5, 3, undefined, 1, 3],
  [4, 3, 5, 2, 3],
  [1, 3, 2, 5, 3],
  [4, undefined, 4, 2, 5],
];
const ASKED = FILMS.indexOf('Heat');

const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;

/** The sum of the prediction, written out. */
function written(own: number, neighbours: Neighbour[], predicted: number | undefined): string {
  const speaking = neighbours.filter(({ speaks }) => speaks);
  if (predicted === undefined) return 'Nobody alike has rated it: there is nothing to predict from but Ann’s own mean.';
  const terms = speaking.map(({ similarity, rating, mean }) => `${similarity!.toFixed(2)} · (${rating} − ${mean.toFixed(2)})`);
  const weights = speaking.map(({ similarity }) => similarity!.toFixed(2));
  return `${own.toFixed(2)} + [${terms.join(' + ')}] / (${weights.join(' + ')}) = ${predicted.toFixed(2)}`;
}

export function NeighbourFigure({ children }: { children?: ReactNode }) {
  const [table, setTable] = useState(TABLE);
  const { own, neighbours, predicted } = predictFirst(NAMES, table, ASKED);
  const rate = (person: number, film: number, rating: Rating) =>
    setTable(table.map((row, p) => (p === person ? row.map((old, f) => (f === film ? rating : old)) : row)));
  return (
    <Figure title="Who is like Ann?" caption={children} onReset={() => setTable(TABLE)}>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">
                <span className={styles.quiet}>stars</span>
              </th>
              {FILMS.map((film) => (
                <th scope="col" key={film}>
                  {film}
                </th>
              ))}
              <th scope="col">like Ann</th>
            </tr>
          </thead>
          <tbody>
            {table.map((row, person) => (
              <tr key={NAMES[person]} className={person > 0 && neighbours[person - 1].speaks ? styles.speaks : undefined}>
                <th scope="row">{NAMES[person]}</th>
                {row.map((rating, film) => (
                  <td key={FILMS[film]}>
                    {person === 0 && film === ASKED ? (
                      <output className={styles.predicted} aria-label={`Predicted for Ann and ${FILMS[ASKED]}`}>
                        {(predicted ?? own).toFixed(2)}
                      </output>
                    ) : (
                      <select
                        aria-label={`${NAMES[person]} on ${FILMS[film]}`}
                        value={rating ?? ''}
                        onChange={({ target }) => rate(person, film, target.value === '' ? undefined : Number(target.value))}
                      >
                        <option value="">–</option>
                        {[1, 2, 3, 4, 5].map((stars) => (
                          <option key={stars}>{stars}</option>
                        ))}
                      </select>
                    )}
                  </td>
                ))}
                <td className={styles.similarity}>{person === 0 ? '' : <Similarity {...neighbours[person - 1]} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.sum} aria-live="polite">
        {written(own, neighbours, predicted)}
      </p>
    </Figure>
  );
}

function Similarity({ similarity, common }: Neighbour) {
  return (
    <>
      {similarity === undefined ? 'unknown' : signed(similarity)} <span className={styles.quiet}>on {common}</span>
    </>
  );
}
