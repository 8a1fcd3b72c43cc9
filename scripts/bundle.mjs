/**
 * `npm run bundle [-- file]`: the service as one file that needs Node and nothing else, by default `.cache/service/serve.mjs`. Names are kept, so
 * that a stack in the log can be read.
 */
import { stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Bundles a program of this repository for Node. */
export async function bundle(entry, outfile) {
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
    external: ['@tensorflow/tfjs-backend-webgl', '@tensorflow/tfjs-backend-webgpu'], // Node has no graphics card
    // Some packages are CommonJS still, and ask for Node's own modules.
    banner: { js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);" },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = process.argv[2] ?? join(root, '.cache/service/serve.mjs');
  await bundle('src/cli/serve.ts', file);
  console.log(`${relative(process.cwd(), file)}: ${((await stat(file)).size / 1e6).toFixed(1)} MB`);
}
