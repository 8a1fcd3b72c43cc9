/** Serves the built site for the tests of a run. */
import type { TestProject } from 'vitest/node';
import { serve } from '../../scripts/server.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the site is served, with a slash at its end. */
    site: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, close } = await serve('build', { port: 0 });
  project.provide('site', url);
  return close;
}
