/** A Dockerfile's lines to put in order: which layers a change builds again, and how long that takes, by the times that `npm run bench -- delivery` saved. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import measured from '../../../bench/results/delivery.json';
import { Figure } from './Figure';
import { Numbers } from './Numbers';
import { meanSecondsOf, misplaced, moved, rebuilt, secondsOf } from './layers';
import type { Change, Layer } from './layers';
import shared from './figures.module.css';
import styles from './LayersFigure.module.css';

const { install, bundle, train } = measured.seconds;

/** The lines of the repository's Dockerfile that build, in its order. Copying takes next to nothing. */
const LAYERS: Layer[] = [
  { id: 'lock', line: 'COPY package-lock.json ./', reads: 'dependencies', needs: [], seconds: 0 },
  { id: 'install', line: 'RUN npm ci', needs: ['lock'], seconds: install },
  { id: 'code', line: 'COPY src/ src/', reads: 'code', needs: [], seconds: 0 },
  { id: 'bundle', line: 'RUN npm run bundle', needs: ['install', 'code'], seconds: bundle },
  { id: 'data', line: 'COPY static/data/ static/data/', reads: 'data', needs: [], seconds: 0 },
  { id: 'train', line: 'RUN node serve.mjs --prepare', needs: ['bundle', 'data'], seconds: train },
];
const CARELESS = ['code', 'data', 'lock', 'install', 'bundle', 'train'];
const start = CARELESS.map((id) => LAYERS.find((layer) => layer.id === id)!);

const CHANGES: { change: Change; label: string }[] = [
  { change: 'code', label: 'a line of code' },
  { change: 'data', label: 'the data' },
  { change: 'dependencies', label: 'a dependency' },
];
/** A month's builds, made up. */
const BUILDS: Record<Change, number> = { code: 17, data: 2, dependencies: 1, base: 0 };

const written = (seconds: number) => `${seconds.toFixed(1)} s`;
const stateOf = ({ seconds }: Layer) => (seconds > 0 ? `built again, ${written(seconds)}` : 'built again');

export function LayersFigure({ children }: { children?: ReactNode }) {
  const [layers, setLayers] = useState(start);
  const [change, setChange] = useState<Change>('code');
  const [dragged, setDragged] = useState<number>();
  const wrong = misplaced(layers);
  const again = rebuilt(layers, change);
  const most = Math.max(...LAYERS.map(({ seconds }) => seconds));
  const move = (from: number, to: number) => setLayers(moved(layers, from, to));
  return (
    <Figure
      title="Which layers are built again?"
      caption={children}
      onReset={() => {
        setLayers(start);
        setChange('code');
      }}
    >
      <fieldset className={shared.choice}>
        <legend>what changed</legend>
        {CHANGES.map((each) => (
          <label key={each.change}>
            <input type="radio" name="change" checked={each.change === change} onChange={() => setChange(each.change)} />{' '}
            {each.label}
          </label>
        ))}
        <button type="button" className={styles.own} onClick={() => setLayers(LAYERS)}>
          The repository’s order
        </button>
      </fieldset>
      <ol className={`${shared.order} ${styles.layers}`} aria-label="Lines of the Dockerfile, from the top">
        {layers.map((layer, at) => (
          <li
            key={layer.id}
            className={again[at] ? styles.again : undefined}
            draggable
            onDragStart={() => setDragged(at)}
            onDragOver={(event) => {
              event.preventDefault();
              if (dragged === undefined || dragged === at) return;
              move(dragged, at);
              setDragged(at);
            }}
            onDragEnd={() => setDragged(undefined)}
          >
            {again[at] && (
              <span className={shared.bar} style={{ inlineSize: `${(55 * layer.seconds) / most}%` }} aria-hidden="true" />
            )}
            <span className={styles.line}>
              <code>{layer.line}</code>
              <span className={styles.state}>{again[at] ? stateOf(layer) : 'from the cache'}</span>
            </span>
            <button type="button" aria-label={`Move ${layer.line} up`} disabled={at === 0} onClick={() => move(at, at - 1)}>
              ↑
            </button>
            <button
              type="button"
              aria-label={`Move ${layer.line} down`}
              disabled={at === layers.length - 1}
              onClick={() => move(at, at + 1)}
            >
              ↓
            </button>
          </li>
        ))}
      </ol>
      <Numbers
        of={[
          ['this build', wrong ? 'fails' : written(secondsOf(layers, change))],
          ['mean of a month: 17 of code, 2 of data, 1 of a dependency', wrong ? 'fails' : written(meanSecondsOf(layers, BUILDS))],
        ]}
        className={styles.numbers}
      />
      <p className={styles.wrong} role="status">
        {wrong && `${wrong.layer.line} fails: it needs ${wrong.needs.line}, which stands below it.`}
      </p>
    </Figure>
  );
}
