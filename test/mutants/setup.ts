/**
 * What a mutant has to live through. Replays and sweeps over the whole repository are left out: they would take most of the time, and what they
 * assert of many draws, exact tests assert of one. Properties are tried less often, and on the same cases for every mutant.
 */
import fc from 'fast-check';
import { beforeEach } from 'vitest';

const SLOW =
  /in replays|compiles to the tree that TypeScript gives|classic constants|Armitage|spacing of the looks|equals the Lan–DeMets/;

fc.configureGlobal({ seed: 20_240_229, numRuns: 30 });

beforeEach(({ task, skip }) => {
  let name = task.name;
  for (let { suite } = task; suite; suite = suite.suite) name = `${suite.name} ${name}`;
  skip(SLOW.test(name), 'slow');
});
