/** A request on its way: choose one, send it, and see its stages and their milliseconds laid end to end. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Chapter } from '../../notebook/chapter';
import { Figure } from './Figure';
import { Numbers } from './Numbers';
import { layEndToEnd, readPassages } from './passage';
import { outputsOf } from './savedOutputs';
import shared from './figures.module.css';
import styles from './ApiFigure.module.css';

export interface ApiFigureProps {
  /** The cell whose saved output holds the requests: a table of request, stage, ms, note. */
  cell: string;
  /** Given by the remark plugin. */
  notebook: Chapter;
  children?: ReactNode;
}

const milliseconds = (ms: number) => `${ms < 10 ? ms.toFixed(2) : ms.toFixed(1)} ms`;

export function ApiFigure({ cell, notebook, children }: ApiFigureProps) {
  const [{ chosen, sent }, setState] = useState({ chosen: 0, sent: 1 });
  const passages = readPassages(outputsOf(notebook, cell));
  const passage = passages[chosen];
  const { starts, rest } = layEndToEnd(passage);
  const width = (ms: number) => `${(100 * ms) / passage.total}%`;
  const lost = passage.stages.filter(({ note }) => note !== '');
  return (
    <Figure title="On its way" caption={children} onReset={() => setState({ chosen: 0, sent: sent + 1 })}>
      <div className={styles.choice}>
        <label>
          request{' '}
          <select value={chosen} onChange={({ target }) => setState({ chosen: Number(target.value), sent: sent + 1 })}>
            {passages.map(({ request }, at) => (
              <option key={request} value={at}>
                {request}
              </option>
            ))}
          </select>
        </label>
        <button type="button" className={shared.action} onClick={() => setState({ chosen, sent: sent + 1 })}>
          Send
        </button>
      </div>
      <ol className={styles.stages} key={sent}>
        {passage.stages.map(({ stage, ms, note }, at) => (
          <li key={stage}>
            <span className={styles.name}>{stage}</span>
            <span className={styles.lane} aria-hidden="true">
              <span
                className={note ? styles.lost : styles.passed}
                style={{ insetInlineStart: width(starts[at]), inlineSize: width(ms), animationDelay: `${0.25 * at}s` }}
              />
            </span>
            <span className={styles.ms}>{note ? `${note} after ${milliseconds(ms)}` : milliseconds(ms)}</span>
          </li>
        ))}
      </ol>
      <Numbers
        of={[
          ['the whole', milliseconds(passage.total)],
          ['outside of the stages', milliseconds(rest)],
          ['left out', lost.map(({ stage }) => stage).join(', ') || 'nothing'],
        ]}
      />
    </Figure>
  );
}
