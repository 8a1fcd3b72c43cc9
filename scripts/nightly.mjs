/** `npm run nightly`: the simulation tests of the statistics with many replays, so that their bounds are narrow. Takes minutes. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './site.mjs';

const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const env = { ...process.env, REPLAYS: process.env.REPLAYS ?? '20000' };
const { status } = spawnSync(process.execPath, [vitest, 'run', 'test/recsys/experiment'], { cwd: root, env, stdio: 'inherit' });
process.exitCode = status ?? 1;
