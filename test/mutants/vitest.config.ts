/** The unit tests as `npm run mutate` runs them: those of one room, without what is slow and rarely the first to fail. */
import { mergeConfig } from 'vitest/config';
import unit from '../../vitest.config';

const room = process.env.MUTATE_ROOM;
if (!room) throw new Error('MUTATE_ROOM must name a room: start this by npm run mutate');

const config = mergeConfig(unit, { test: { setupFiles: ['test/mutants/setup.ts'] } });
config.test.include = [`${room === 'kernel' ? 'test/kernel' : `test/recsys/${room}`}/**/*.test.ts`];
export default config;
