/** Drives the built site in Firefox and WebKit: `npm run test:browsers`, after a build. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/browsers/**/*.test.ts'],
    globalSetup: ['test/e2e/serve.ts'],
    testTimeout: 300_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
    reporters: ['verbose'],
  },
});
