/**
 * The analysis of a large experiment, timed: 10⁶ users in at most 1 s, a bootstrap of 2,000 resamples over 10⁵ users in at most 3 s.
 *
 *     npx tsx bench/experiment.ts
 *
 * Prints milliseconds and the budget, and exits with 1 if one is exceeded; the best of three runs counts.
 */
import { assign } from '../src/recsys/experiment/assign';
import { bootstrap } from '../src/recsys/experiment/bootstrap';
import { clusterBootstrap } from '../src/recsys/experiment/clusterBootstrap';
import { cuped } from '../src/recsys/experiment/cuped';
import { mannWhitney } from '../src/recsys/experiment/mannWhitney';
import { mSprt } from '../src/recsys/experiment/mSprt';
import { ips } from '../src/recsys/experiment/offPolicy';
import { ratioMetric } from '../src/recsys/experiment/ratioMetric';
import { welch } from '../src/recsys/experiment/welch';
import { random } from '../src/recsys/math/random';

const USERS = 1_000_000;
const draw = random(1);
const y = Float64Array.from({ length: USERS }, draw.exponential);
const x = y.map((value) => value + draw.next());
const arms = Uint8Array.from(y, (_, i) => i & 1);
const half = USERS / 2;
const [a, b] = [y.subarray(0, half), y.subarray(half)];
const views = x.map((value) => 1 + Math.floor(4 * value));
const [viewsA, viewsB] = [views.subarray(0, half), views.subarray(half)];
const propensity = y.map(() => 0.1 + 0.9 * draw.next());
const clusters = Int32Array.from({ length: half }, (_, i) => Math.floor(i / 10));

const tasks: [name: string, budget: number, run: () => unknown][] = [
  ['welch, 10⁶ users', 1000, () => welch(a, b)],
  ['cuped, 10⁶ users', 1000, () => cuped(y, x, { groups: arms })],
  [
    'ratioMetric, 10⁶ users',
    1000,
    () => ratioMetric({ numerators: a, denominators: viewsA }, { numerators: b, denominators: viewsB }),
  ],
  ['mannWhitney, 10⁶ users', 1000, () => mannWhitney(a, b)],
  ['mSprt, 10⁶ users, a look at each', 1000, () => mSprt(a, b, { tau: 0.1 })],
  ['ips, 10⁶ rows', 1000, () => ips({ reward: y, propensity, target: propensity })],
  ['assign, 10⁶ users', 1000, () => y.forEach((_, user) => assign(user, 'bench'))],
  ['bootstrap, 2,000 × 10⁵', 3000, () => bootstrap(a.subarray(0, 50_000), b.subarray(0, 50_000), { resamples: 2000 })],
  [
    'clusterBootstrap, 2,000 × 10⁵',
    3000,
    () => clusterBootstrap({ values: a, clusters }, { values: b, clusters }, { resamples: 2000 }),
  ],
];

let exceeded = false;
for (const [name, budget, run] of tasks) {
  let best = Infinity;
  for (let round = 0; round < 3; round++) {
    const start = performance.now();
    run();
    best = Math.min(best, performance.now() - start);
  }
  exceeded ||= best > budget;
  console.log(`${name.padEnd(36)} ${best.toFixed(0).padStart(6)} ms of ${budget}`);
}
process.exitCode = exceeded ? 1 : 0;
