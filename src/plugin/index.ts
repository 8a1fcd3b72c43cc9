/** The Docusaurus plugin: teaches the bundler what a notebook is, and what the worker may load. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LoadContext, Plugin } from '@docusaurus/types';
import { bootScript } from './boot';
import { exerciseNames } from './exerciseNames';
import { formulaClasses } from './formulaClasses';
import { FORMULAS, FORMULAS_FILE } from './formulas';
import { installedSets } from './installedSets';
import { withLateScripts } from './lateScripts';
import { buildLibrary } from './library';
import { UNNEEDED, cellModules } from './modules';
import { notices } from './notices';
import { withPolicy } from './policy';
import { BIBLIOGRAPHY } from './references';
import { remarkNotebook } from './remark';
import { typeAssets } from './typeAssets';
import type { TypeAssetFiles, TypeAssetPaths } from './typeAssets';

/** A request for a notebook's cells: `notebooks/theory/baseline.ts?cells`. */
const CELLS = /[?&]cells\b/;
/** A request for what is saved of them, as a file. */
const SAVED = /[?&]saved\b/;

interface Rule {
  test?: unknown;
  resourceQuery?: unknown;
  [key: string]: unknown;
}

/** The ordinary TypeScript rule, told to leave notebooks' cells alone. */
function withoutCells(rule: Rule): Rule {
  const isScript = rule.test instanceof RegExp && rule.test.test('a.ts');
  return isScript && !rule.resourceQuery ? { ...rule, resourceQuery: { not: [CELLS] } } : rule;
}

/** What the theme would colour code with on the page: `remarkCode` has done it. */
const COLOURING = 'prism-react-renderer';

/** The modules of a cell by their whole names, and nothing for what they or the theme would drag in. */
function aliases(root: string): Record<string, string | false> {
  const found = Object.entries(cellModules(root)).map(([name, file]) => [`${name}$`, file]);
  return Object.fromEntries([...found, ...[...UNNEEDED, COLOURING].map((name) => [name, false])]);
}

const WASM = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm'];

export default function notebookPlugin({
  siteDir: root,
}: LoadContext): Plugin<{ exercises: Record<string, string[]>; sets: unknown[]; types: TypeAssetPaths }> {
  let types: TypeAssetFiles | undefined;
  let classes: string[] | undefined;
  let hovers: ReturnType<TypeAssetFiles['hovers']> | undefined;
  return {
    name: 'notebooks',
    getPathsToWatch: () => [join(root, 'notebooks/**/*.{ts,json}')],
    // What the sidebar and the map have to know of chapters that are not open, which data sets were installed, and where the type checker lies.
    async loadContent() {
      types = await typeAssets(root);
      if (process.env.NODE_ENV === 'production') {
        classes = formulaClasses(root);
        hovers = types.hovers();
        hovers.catch(() => undefined); // told where it is waited for
      }
      return { exercises: exerciseNames(root), sets: installedSets(root), types: types.paths };
    },
    contentLoaded({ content, actions }) {
      actions.setGlobalData(content);
    },
    injectHtmlTags: () => ({ headTags: [{ tagName: 'script', innerHTML: bootScript }], preBodyTags: notices }),
    async postBuild({ outDir }) {
      await buildLibrary(root, outDir);
      for (const { from, to } of await hovers!) {
        mkdirSync(dirname(join(outDir, to)), { recursive: true });
        copyFileSync(from, join(outDir, to));
      }
      for (const entry of readdirSync(outDir, { recursive: true, encoding: 'utf8' })) {
        if (!entry.endsWith('.html')) continue;
        const file = join(outDir, entry);
        writeFileSync(file, withPolicy(withLateScripts(readFileSync(file, 'utf8'))));
      }
    },
    configureWebpack(config, isServer, { currentBundler }) {
      const { CopyRspackPlugin } = currentBundler.instance as unknown as { CopyRspackPlugin: new (options: object) => never };
      const dist = join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist');
      const wasm = WASM.map((name) => ({ from: join(dist, name), to: `wasm/${name}` }));
      const notebooks = { from: join(root, 'notebooks'), to: 'notebooks', globOptions: { ignore: ['**/*.json', '**/*.d.ts'] } };
      const bibliography = { from: join(root, BIBLIOGRAPHY), to: 'references.bib' };
      const checker = types!.files.map((file) => ({ ...file, info: { minimized: true } }));
      const copy = new CopyRspackPlugin({ patterns: [...wasm, notebooks, bibliography, ...checker] });
      const cells = {
        test: /\.ts$/,
        resourceQuery: { and: [CELLS], not: [SAVED] },
        type: 'javascript/auto',
        use: [{ loader: join(root, 'src/plugin/loader.cjs') }],
      };
      const saved = {
        test: /\.ts$/,
        resourceQuery: SAVED,
        type: 'asset/resource',
        generator: { filename: 'assets/saved/[name].[contenthash:8].json', emit: !isServer },
        use: [{ loader: join(root, 'src/plugin/loader.cjs') }],
      };
      const setFormulas = [{ loader: join(root, 'src/plugin/formulasLoader.cjs'), options: { classes } }];
      const formulas = { mimetype: FORMULAS, type: 'javascript/auto', use: setFormulas };
      const formulasFile = {
        mimetype: FORMULAS_FILE,
        type: 'asset/resource',
        generator: { filename: 'assets/saved/formulas.[contenthash:8].json', emit: !isServer },
        use: setFormulas,
      };
      // While pages are being written it stays whole: the next formula may have any class.
      const formulaStyle = {
        test: /[\\/]katex\.min\.css$/,
        enforce: 'pre',
        use: [{ loader: join(root, 'src/plugin/formulaStyleLoader.cjs'), options: { classes } }],
      };
      const pages = {
        test: /\.mdx?$/,
        include: join(root, 'docs'),
        enforce: 'pre',
        use: [{ loader: join(root, 'src/plugin/sourcesLoader.cjs') }],
      };
      return {
        mergeStrategy: { 'module.rules': 'replace' },
        resolve: { alias: aliases(root) },
        // TensorFlow.js names these two for Node; in a browser they are never read, and mocking them needs no warning.
        node: { __dirname: 'mock', __filename: 'mock' },
        module: {
          rules: [
            ...((config.module?.rules ?? []) as Rule[]).map(withoutCells),
            ...[cells, saved, formulas, formulasFile, pages, ...(classes ? [formulaStyle] : [])],
          ] as never,
        },
        plugins: isServer ? [] : [copy],
      };
    },
  };
}

export { remarkNotebook };
