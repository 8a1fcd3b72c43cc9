/** The parts of the service: what each does, where its code is and which test holds it; what the figure of the architecture shows. */

/** One part. */
export interface Part {
  name: string;
  /** One or two sentences. */
  does: string;
  /** Paths from the repository's root. */
  code: string;
  test: string;
  /** What it asks, by name. */
  asks: string[];
}

/** From the caller inwards. A test of the figure proves that the files exist. */
export const PARTS: Part[] = [
  {
    name: 'server',
    does: 'Listens, drains on SIGTERM, swaps a new artefact in between two requests. The only part that knows Node.',
    code: 'src/service/service.ts',
    test: 'test/service/service.test.ts',
    asks: ['API', 'artefact', 'settings'],
  },
  {
    name: 'settings',
    does: 'Read from the environment once, at the start; a wrong one ends the process there.',
    code: 'src/service/config.ts',
    test: 'test/service/config.test.ts',
    asks: [],
  },
  {
    name: 'API',
    does: 'Routes, checks, errors in words, a budget for each stage. Web standards only: it runs in this page too.',
    code: 'src/recsys/pipeline/recommendApi.ts',
    test: 'test/recsys/pipeline/recommendApi.test.ts',
    asks: ['candidates', 'features', 'ranker', 'rules'],
  },
  {
    name: 'candidates',
    does: 'Several sources name a few hundred items; their lists become one.',
    code: 'src/recsys/pipeline/twoStage/candidates.ts',
    test: 'test/recsys/pipeline/twoStage.test.ts',
    asks: ['artefact'],
  },
  {
    name: 'features',
    does: 'What is known of users and items now, in memory or in Redis, as it was known at any moment before.',
    code: 'src/recsys/serve/featureStore.ts',
    test: 'test/recsys/serve/featureStore.test.ts',
    asks: [],
  },
  {
    name: 'ranker',
    does: 'Scores each candidate by its features: boosted trees.',
    code: 'src/recsys/ltr/lambdaMart.ts',
    test: 'test/recsys/ltr/lambdaMart.test.ts',
    asks: ['artefact'],
  },
  {
    name: 'rules',
    does: 'What no model may overrule: what was seen, ages, not too much of one director.',
    code: 'src/recsys/pipeline/api/rules.ts',
    test: 'test/recsys/pipeline/api/rules.test.ts',
    asks: [],
  },
  {
    name: 'artefact',
    does: 'The trained model in one file, with its kind, version, the hash of its data, its scores and a checksum.',
    code: 'src/recsys/pipeline/artefact.ts',
    test: 'test/recsys/pipeline/artefact.test.ts',
    asks: [],
  },
];

/** Which parts ask this one. */
export function askedBy(name: string, parts: readonly Part[] = PARTS): string[] {
  return parts.filter(({ asks }) => asks.includes(name)).map((part) => part.name);
}
