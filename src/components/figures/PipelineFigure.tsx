/** The pipeline of two stages: one request flows through it, each stage has a switch, and the figure says what its loss costs. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Chapter } from '../../notebook/chapter';
import { Figure } from './Figure';
import { Numbers } from './Numbers';
import { readRun, readSettings, settingOf, timeOf } from './pipeline';
import { outputsOf } from './savedOutputs';
import styles from './PipelineFigure.module.css';

/** What each stage does, in words; the names are those of the chapter's notebook. */
const SOURCES = [
  { name: 'als', does: 'nearest in the factor space' },
  { name: 'recent', does: 'watched most these days' },
  { name: 'similar', does: 'like the last five' },
];

export interface PipelineFigureProps {
  /** The cell whose saved output holds one request: a table of stage, comes out, ms. */
  request: string;
  /** The cell whose saved output holds the settings: a table of on, ndcg, difference, low, high. */
  cell: string;
  /** Given by the remark plugin. */
  notebook: Chapter;
  children?: ReactNode;
}

const milliseconds = (ms: number) => `${ms < 1 ? ms.toFixed(2) : ms.toFixed(1)} ms`;
const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;

export function PipelineFigure({ request, cell, notebook, children }: PipelineFigureProps) {
  const [off, setOff] = useState<readonly string[]>([]);
  const run = readRun(outputsOf(notebook, request));
  const all = readSettings(outputsOf(notebook, cell));
  const on = [...SOURCES.map(({ name }) => name), 'ranker'].filter((name) => !off.includes(name));
  const now = settingOf(all, on);
  const full = settingOf(all, [...on, ...off])!;
  const best = Math.max(...all.map(({ ndcg }) => ndcg));
  const stage = (name: string) => run.find((each) => each.stage === name);
  const lastSource = (name: string) => on.filter((each) => each !== 'ranker').join() === name;
  const toggle = (name: string) => setOff(off.includes(name) ? off.filter((each) => each !== name) : [...off, name]);
  const box = (name: string, does: string, extra?: ReactNode) => (
    <li key={name} className={off.includes(name) ? styles.off : styles.on}>
      <label>
        <input type="checkbox" checked={!off.includes(name)} disabled={lastSource(name)} onChange={() => toggle(name)} />
        <strong>{name}</strong>
      </label>
      <span className={styles.does}>{does}</span>
      <span className={styles.flow}>{off.includes(name) ? 'off' : extra}</span>
    </li>
  );
  return (
    <Figure title="The pipeline" caption={children} onReset={() => setOff([])}>
      <ol className={styles.stages}>
        <li className={styles.row}>
          <ul>
            {SOURCES.map(({ name, does }) => box(name, does, `${stage(name)!.count} films · ${milliseconds(stage(name)!.ms)}`))}
          </ul>
        </li>
        <li className={styles.row}>
          <span className={styles.plain}>
            <strong>merged</strong> each film once, with its place in every list
          </span>
        </li>
        <li className={styles.row}>
          <ul>
            {box(
              'ranker',
              'trees over the features of each candidate',
              `${stage('ranker')!.count} films · ${milliseconds(stage('features')!.ms + stage('ranker')!.ms)} with features`,
            )}
          </ul>
        </li>
        <li className={styles.row}>
          <span className={styles.plain}>
            <strong>ten films</strong> on the screen
          </span>
        </li>
      </ol>
      <div className={styles.scale} aria-hidden="true">
        <span style={{ inlineSize: `${(100 * (now?.ndcg ?? 0)) / best}%` }} />
      </div>
      <Numbers
        of={[
          ['nDCG@10', now ? now.ndcg.toFixed(4) : 'not measured'],
          [
            'against all stages',
            now && now !== full ? `${signed(now.difference)}, 95 % ${signed(now.low)} … ${signed(now.high)}` : '—',
          ],
          ['this request', milliseconds(timeOf(run, on))],
        ]}
      />
    </Figure>
  );
}
