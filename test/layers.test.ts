/** Who may import whom. The table is the design's; everything absent from it is forbidden. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

const ground = ['recsys/types', 'recsys/simd', 'recsys/math'];
const middle = [...ground, 'recsys/tf', 'recsys/text', 'recsys/data', 'recsys/metrics'];
const page = [
  ...['kernel/client', 'kernel/protocol', 'notebook', 'offline'],
  ...['runtime/browser', 'runtime/intake', 'runtime/intakeProtocol'],
  ...['typing/client', 'typing/protocol', 'typing/cellFile', 'typing/hovers', 'typing/worker'],
];

/** Room to the rooms and files it may import, besides itself. */
const table: Record<string, string[]> = {
  'recsys/types': [],
  'recsys/index': ['recsys'],
  'recsys/simd': ['recsys/types'],
  'recsys/math': ['recsys/types', 'recsys/simd'],
  ...Object.fromEntries(['tf', 'text', 'data', 'metrics'].map((room) => [`recsys/${room}`, ground])),
  ...Object.fromEntries(['models', 'ltr', 'rerank', 'search', 'experiment', 'serve'].map((room) => [`recsys/${room}`, middle])),
  'recsys/pipeline': ['recsys'],
  notebook: [],
  kernel: ['notebook'],
  offline: [],
  typing: [],
  runtime: ['kernel', 'notebook', 'recsys', 'offline'],
  components: page,
  'components/figures': [...page, 'components', 'recsys', 'bench/results'],
  plugin: ['notebook', 'kernel/compile', 'contents'],
  theme: ['components', 'components/figures', 'contents'],
  pages: ['components', 'components/figures', 'contents', 'notebook', 'notebooks'],
  css: [],
  service: ['recsys'],
  cli: ['notebook', 'runtime', 'recsys', 'service'],
  contents: [],
};

/** Tables of English, which nobody should write anew: Snowball's stemmer and WordNet's lemmas. Both are plain JavaScript without Node. */
const LANGUAGE = ['wink-porter2-stemmer', 'wink-lemmatizer'];

/** Packages of the rooms that a reader may copy or that run without Node: which they may name at all. */
function packageFault(room: string, name: string): string | undefined {
  const isolated = room.startsWith('recsys/') || room === 'notebook' || room === 'kernel';
  if (isolated && name.startsWith('node:')) return `${room} must run without Node, got ${name}`;
  if (!room.startsWith('recsys/') || name.startsWith('@stdlib/') || name === 'jstat') return undefined;
  const mayUseTensors = room === 'recsys/tf' || middle === table[room] || room === 'recsys/pipeline';
  if (name.startsWith('@tensorflow/') && mayUseTensors) return undefined;
  // The request path is one Hono application: web standards only, so that it answers in the page's worker as it does under Node.
  if (name === 'hono' && room === 'recsys/pipeline') return undefined;
  if (room === 'recsys/text' && LANGUAGE.includes(name)) return undefined;
  return `${room} must not need the package ${name}`;
}

/** Every module a source names: import, export … from, import(), import type, and `new URL(…, import.meta.url)`. */
function importsOf(source: string, file = 'file.tsx'): string[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const add = (node?: ts.Node) => node && ts.isStringLiteralLike(node) && found.push(node.text);
  const visit = (node: ts.Node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier);
    if (ts.isExternalModuleReference(node)) add(node.expression);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0]);
    if (ts.isCallExpression(node) && node.expression.getText(tree) === 'require') add(node.arguments[0]);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal);
    if (
      ts.isNewExpression(node) &&
      node.expression.getText(tree) === 'URL' &&
      node.arguments?.[1]?.getText(tree) === 'import.meta.url'
    ) {
      add(node.arguments[0]);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** The room a path without extension stands in: `src/recsys/models/als` is `recsys/models`. */
function roomOf(path: string): string | undefined {
  if (path === 'contents') return 'contents';
  if (path.startsWith('notebooks/')) return 'notebooks';
  if (path.startsWith('bench/results/')) return 'bench/results';
  const [top, room, next, ...deeper] = path.split('/');
  if (top !== 'src') return undefined;
  if (room === 'recsys') return next === undefined ? 'recsys/index' : `recsys/${next}`;
  if (room === 'components' && next === 'figures' && deeper.length > 0) return 'components/figures';
  return room;
}

/** What a file's import of a module breaks, if anything. Both are paths from the root, as the source writes the second. */
function fault(file: string, name: string): string | undefined {
  const room = roomOf(file.replace(/\.[a-z]+$/, ''))!;
  if (!(room in table)) return `${room} must be a room of the table`;
  const alias = name === 'recsys' ? 'src/recsys/index' : name.startsWith('@site/') ? name.slice('@site/'.length) : undefined;
  if (!alias && !name.startsWith('.')) return packageFault(room, name);
  const target = (alias ?? posix.join(posix.dirname(file), name)).replace(/\?.*$/, '').replace(/\.(ts|tsx|js|mjs)$/, '');
  const to = roomOf(target);
  if (to === undefined) return `${room} must not import from outside src, got ${name}`;
  if (to === room) return undefined;
  const path = target === 'contents' ? target : target.slice('src/'.length);
  const allowed = table[room].some(
    (entry) => entry === to || entry === path || (to !== 'components/figures' && path.startsWith(`${entry}/`)),
  );
  return allowed ? undefined : `${room} must not import ${to}, got ${name}`;
}

function files(folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((file) => !file.startsWith('src/recsys/simd/assembly/'));
}

describe('the layers', () => {
  it('let every file of src import only what the table allows', () => {
    const broken = files('src').flatMap((file) =>
      importsOf(readFileSync(join(root, file), 'utf8'), file).flatMap((name) => {
        const message = fault(file, name);
        return message ? [`${file}: ${message}`] : [];
      }),
    );
    expect(broken).toEqual([]);
  });

  it('let notebooks import modules by name only', () => {
    const broken = files('notebooks').flatMap((file) =>
      importsOf(readFileSync(join(root, file), 'utf8'), file)
        .filter((name) => /^(\.|@site\/|node:)/.test(name) && !file.endsWith('.d.ts'))
        .map((name) => `${file}: ${name}`),
    );
    expect(broken).toEqual([]);
  });

  it.each([
    ['src/recsys/models/als.ts', '../ltr/trees', 'recsys/models must not import recsys/ltr'],
    ['src/recsys/math/linalg.ts', '../models/als', 'recsys/math must not import recsys/models'],
    ['src/recsys/metrics/ndcg.ts', '../../kernel/execute', 'recsys/metrics must not import kernel'],
    ['src/recsys/math/random.ts', 'node:crypto', 'must run without Node'],
    ['src/recsys/metrics/ndcg.ts', '@tensorflow/tfjs-core', 'must not need the package'],
    ['src/recsys/models/als.ts', 'lodash', 'must not need the package'],
    ['src/recsys/serve/hnsw.ts', 'hono', 'must not need the package'],
    ['src/recsys/pipeline/recommendApi.ts', '@hono/node-server', 'must not need the package'],
    ['src/recsys/search/bm25.ts', 'wink-lemmatizer', 'must not need the package'],
    ['src/kernel/execute.ts', '../recsys/index', 'kernel must not import recsys/index'],
    ['src/kernel/execute.ts', 'recsys', 'kernel must not import recsys/index'],
    ['src/components/Cell/Cell.tsx', '../../kernel/execute', 'components must not import kernel'],
    ['src/components/Cell/Cell.tsx', '@site/src/recsys/index', 'components must not import recsys/index'],
    ['src/components/Cell/Cell.tsx', '../figures/Funnel', 'components must not import components/figures'],
    ['src/plugin/loader.ts', '../kernel/execute', 'plugin must not import kernel'],
    ['src/utils/shuffle.ts', './list', 'utils must be a room of the table'],
    ['src/service/server.ts', '../../docs/about', 'must not import from outside src'],
  ])('forbid %s to import %s', (file, name, message) => {
    expect(fault(file, name)).toContain(message);
  });

  it.each([
    ['src/recsys/models/twoTower.ts', '@tensorflow/tfjs-core'],
    ['src/recsys/models/als.ts', '../math/linalg'],
    ['src/recsys/text/stem.ts', 'wink-porter2-stemmer'],
    ['src/recsys/pipeline/twoStage.ts', '../ltr/trees'],
    ['src/recsys/pipeline/recommendApi.ts', 'hono'],
    ['src/recsys/index.ts', './models/als'],
    ['src/recsys/math/random.ts', '../types'],
    ['src/runtime/modules.ts', 'recsys'],
    ['src/components/Cell/Cell.tsx', '../../runtime/browser.ts'],
    ['src/components/Cell/Cell.tsx', '../Editor/Editor'],
    ['src/components/figures/Funnel.tsx', '../Cell/Cell'],
    ['src/plugin/loader.ts', '../kernel/compile'],
    ['src/pages/index.tsx', '../../contents'],
  ])('allow %s to import %s', (file, name) => {
    expect(fault(file, name)).toBeUndefined();
  });

  it('see every way of naming a module', () => {
    const source = `
      import a from './a'; import type { B } from './b'; export * from './c'; export type { D } from './d';
      const e = await import('./e'); type F = import('./f').F; import './g'; import h = require('./h');
      new Worker(new URL('./i', import.meta.url)); const j = require('./j'); // import './k'
      const text = "import './l'";`;
    expect(importsOf(source).sort()).toEqual([...'abcdefghij'].map((name) => `./${name}`));
  });
});
