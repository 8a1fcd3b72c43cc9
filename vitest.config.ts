/** Unit tests. Those that drive the built site have configurations of their own in `test/e2e` and `test/browsers`. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^recsys$/, replacement: at('./src/recsys/index.ts') },
      { find: /^@tensorflow\/tfjs$/, replacement: at('./src/runtime/tensorflow.ts') },
      { find: /^@site\//, replacement: at('./') },
    ],
  },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/{browsers,e2e}/**', 'node_modules/**'],
    testTimeout: 60_000,
    maxWorkers: '100%', // one fewer by default: half of two
  },
});
