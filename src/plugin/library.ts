/**
 * The library as ES modules that any runtime can import by the site's address: `recsys.js`, and for a downloaded notebook its globals, Plot and
 * danfojs. Each stands alone, but for the globals, which load data by the library.
 */
import { builtinModules } from 'node:module';
import { build } from 'esbuild';
import { UNNEEDED, cellModules } from './modules';
import type { Plugin } from 'esbuild';

const ENTRIES = {
  recsys: 'src/runtime/library.ts',
  notebook: 'src/runtime/jupyter.ts',
  plot: 'src/runtime/plot.ts',
  danfojs: 'src/runtime/danfojsModule.ts',
};

/** What danfojs and TensorFlow.js name and never need here. */
const STUBS = new RegExp(`^(${[...UNNEEDED, 'node-fetch'].join('|').replaceAll('.', '\\.')})$`);

/** Node's own parts, which TensorFlow.js asks for where it sees a `process`: taken from there, and nothing elsewhere. */
const BUILT_IN = new RegExp(`^(node:)?(${builtinModules.join('|')})$`);

/** Names that a notebook uses, found where the site's own worker has them. */
function bookModules(root: string): Plugin {
  return {
    name: 'book-modules',
    setup({ onResolve, onLoad }) {
      const modules = cellModules(root);
      onResolve({ filter: /^recsys$/ }, () => ({ path: './recsys.js', external: true }));
      onResolve({ filter: /^@tensorflow\/tfjs$/ }, () => ({ path: modules['@tensorflow/tfjs'] }));
      onResolve({ filter: /^danfojs$/ }, () => ({ path: modules.danfojs }));
      onResolve({ filter: STUBS }, ({ path }) => ({ path, namespace: 'stub' }));
      onLoad({ filter: /.*/, namespace: 'stub' }, () => ({ contents: 'export default {};' }));
      onResolve({ filter: BUILT_IN }, ({ path }) => ({ path: path.replace('node:', ''), namespace: 'built-in' }));
      onLoad({ filter: /.*/, namespace: 'built-in' }, ({ path }) => ({
        contents: `module.exports = globalThis.process?.getBuiltinModule?.('${path}') ?? {};`,
      }));
    },
  };
}

/** Writes the modules into a folder. Names are kept, so that a stack can be read. */
export async function buildLibrary(root: string, folder: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: ENTRIES,
    outdir: folder,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'eof',
    logLevel: 'error',
    // a megabyte that few ask for: who has these packages beside the library gets them, `useBackend` tells the others what is used instead
    external: ['@tensorflow/tfjs-backend-webgl', '@tensorflow/tfjs-backend-webgpu'],
    // Emscripten's script asks where it lies, and is told by `setWasmPaths` where its files do.
    define: { __dirname: '""', __filename: '""' },
    plugins: [bookModules(root)],
  });
}
