/** The service's parts: press one and see what it does, where its code and its test are, what it asks and what asks it. */
import useDocusaurusContext from '@docusaurus/useDocusaurusContext';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { PARTS, askedBy } from './architecture';
import { Figure } from './Figure';
import styles from './ArchitectureFigure.module.css';

const START = 'API';

export function ArchitectureFigure({ children }: { children?: ReactNode }) {
  const [chosen, setChosen] = useState(START);
  const { repository } = useDocusaurusContext().siteConfig.customFields as { repository: string };
  const part = PARTS.find(({ name }) => name === chosen)!;
  const asking = askedBy(chosen);
  const link = (path: string) => <a href={`${repository}/blob/main/${path}`}>{path}</a>;
  return (
    <Figure title="The service, part by part" caption={children} onReset={() => setChosen(START)}>
      <div className={styles.parts} role="group" aria-label="parts of the service">
        {PARTS.map(({ name }) => (
          <button
            key={name}
            type="button"
            aria-pressed={name === chosen}
            className={part.asks.includes(name) ? styles.asked : asking.includes(name) ? styles.asks : styles.part}
            style={{ gridArea: name }}
            onClick={() => setChosen(name)}
          >
            {name}
          </button>
        ))}
      </div>
      <dl className={styles.about} aria-live="polite">
        {[
          [part.name, part.does],
          ['code', link(part.code)],
          ['test', link(part.test)],
          ['asks', part.asks.join(', ') || 'nothing'],
          ['is asked by', asking.join(', ') || 'the caller'],
        ].map(([term, definition], at) => (
          <div key={at}>
            <dt>{term}</dt>
            <dd>{definition}</dd>
          </div>
        ))}
      </dl>
    </Figure>
  );
}
