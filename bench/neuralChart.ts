/** The chart of the neural models' steps. */
import * as Plot from '../src/runtime/plot';
import { standalone } from './charts';
import type { Drawn } from './charts';
import type { NeuralTime } from './neuralResult';

/** One dot a line, and a tick where its budget ends. */
export function drawNeural(results: NeuralTime[]): string {
  const [width, height] = [760, 60 + 34 * results.length];
  const chart = Plot.plot({
    ...{ width, height, marginLeft: 350 },
    x: { label: 'milliseconds (a tick: the budget)', type: 'log', domain: [1, 1000], grid: true },
    y: { label: null, domain: results.map(({ name }) => name) },
    marks: [
      Plot.dot(results, { x: 'median', y: 'name', fill: 'currentColor' }),
      Plot.tickX(
        results.filter(({ budget }) => budget),
        { x: 'budget', y: 'name' },
      ),
    ],
  }) as unknown as Drawn;
  return standalone(chart, width, height);
}
