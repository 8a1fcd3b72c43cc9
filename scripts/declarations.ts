/**
 * Writes what the editor's type checker has to know of the outside of a notebook, as packs of declaration files: JSON objects of texts by path. The library's are
 * made by the compiler, comments kept; TypeScript's own, TensorFlow.js's and Plot's are the published ones, as far as they are reached. The
 * site's build calls it; by hand: npx tsx scripts/declarations.ts FOLDER
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import ts from 'typescript';
import { withoutComments, workerDom } from './workerDom';

/** Files by path below `/`. */
type Files = Map<string, string>;

/** What a pack holds, by the path of its files; the first that matches. `library` is all that has to be there before anything is checked. */
const PACKS = {
  tensorflow: /^\/node_modules\/@tensorflow\/tfjs-(core|layers)\//,
  plot: /^\/node_modules\/(@observablehq\/plot|d3|@types\/(d3-.*|geojson))\//,
  library: /./,
} as const;

export type Pack = keyof typeof PACKS;

/** Of all of D3's types, Plot's name only these modules' own. */
const D3 = "export * from 'd3-geo';\nexport * from 'd3-shape';\n";

/** Types whose comments nobody reads. */
const SILENT = /^\/node_modules\/(hono|d3|@types)\//;

/** Packages whose types are needed. danfojs's own are `any`; the rest would be reached by way of what no cell sees. */
const PACKAGES =
  /^\/node_modules\/(@tensorflow\/tfjs-(core|layers)|@observablehq\/plot|hono|@types\/(d3-(geo|path|shape)|geojson))\//;

/** A root that imports all that a cell may. */
const ENTRY = `export * as recsys from 'recsys';
export * as tf from '@tensorflow/tfjs';
export * as plot from '@observablehq/plot';
export * as danfo from 'danfojs';
`;

/** The packs' contents. */
export function declarationPacks(root: string): Record<Pack, Record<string, string>> {
  const files = libraryDeclarations(root);
  files.set('/globals.d.ts', readFileSync(join(root, 'notebooks/globals.d.ts'), 'utf8'));
  files.set('/danfojs.d.ts', readFileSync(join(root, 'src/runtime/danfojs.d.ts'), 'utf8'));
  files.set('/entry.ts', ENTRY);
  files.set('/node_modules/d3/index.d.ts', D3);
  const host = virtualHost(root, files);
  const program = ts.createProgram(['/globals.d.ts', '/danfojs.d.ts', '/entry.ts'], options(root), host);
  const packs: Record<Pack, Record<string, string>> = { library: {}, tensorflow: {}, plot: {} };
  const put = (path: string, text: string) => {
    const [pack] = Object.entries(PACKS).find(([, pattern]) => pattern.test(path)) as [Pack, RegExp];
    packs[pack][path] = text;
  };
  for (const { fileName: path, text } of program.getSourceFiles()) {
    if (path === '/entry.ts' || /^\/lib\/lib\.dom\b/.test(path)) continue;
    put(path, SILENT.test(path) ? withoutComments(text) : text);
    const [folder] = PACKAGES.exec(path) ?? [];
    if (folder) put(`${folder}package.json`, packageFile(join(root, folder, 'package.json')));
  }
  put('/lib/lib.dom.d.ts', workerDom(program));
  put('/tsconfig.json', JSON.stringify({ compilerOptions: settings(root) }));
  return packs;
}

/** What of a package's own file says where its types are. */
function packageFile(file: string): string {
  const { name, version, main, types, typings, exports } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  return JSON.stringify({ name, version, main, types, typings, exports: name === 'hono' ? exports : undefined });
}

/** The declarations of the library and of what cells get as TensorFlow.js, made from their sources. */
function libraryDeclarations(root: string): Files {
  const entries = ['src/recsys/index.ts', 'src/runtime/tensorflow.ts'].map((file) => join(root, file));
  const emit = { ...options(root), noEmit: false, declaration: true, emitDeclarationOnly: true, outDir: '/', rootDir: root };
  const program = ts.createProgram(entries, emit);
  const files: Files = new Map();
  // A text's own type is the whole text: the kernels' bytes would be there twice.
  const save = (file: string, text: string) => files.set(file, text.replace(/ = (['"])[^'"]{1000,}\1;/g, ': string;'));
  program.emit(undefined, save, undefined, true);
  return files;
}

/** How the repository checks a notebook, without the types of Node and React, which no cell has. */
function settings(root: string): Record<string, unknown> {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile) as { config: { compilerOptions: object } };
  const paths = {
    recsys: ['/src/recsys/index'],
    '@tensorflow/tfjs': ['/src/runtime/tensorflow'],
    d3: ['/node_modules/d3/index'],
  };
  return { ...config.compilerOptions, lib: ['ES2023', 'DOM'], types: [], paths };
}

function options(root: string): ts.CompilerOptions {
  return ts.convertCompilerOptionsFromJson(settings(root), root).options;
}

/** Files in memory, and the repository's packages behind them. */
function virtualHost(root: string, files: Files): ts.CompilerHost {
  const real = (path: string) => {
    if (path.startsWith('/lib/')) return join(root, 'node_modules/typescript', path);
    return PACKAGES.test(path) ? join(root, path) : undefined;
  };
  const readFile = (path: string) => files.get(path) ?? (real(path) && ts.sys.readFile(real(path)!));
  return {
    readFile,
    fileExists: (path) => files.has(path) || (real(path) !== undefined && ts.sys.fileExists(real(path)!)),
    getSourceFile(path, language) {
      const text = readFile(path);
      return text === undefined ? undefined : ts.createSourceFile(path, text, language, true);
    },
    getDefaultLibFileName: () => '/lib/lib.d.ts',
    getDefaultLibLocation: () => '/lib',
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    writeFile: () => undefined,
  };
}

/** Writes one file a pack. */
export function writeDeclarations(root: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [pack, files] of Object.entries(declarationPacks(root))) {
    const text = JSON.stringify(files);
    writeFileSync(join(folder, `${pack}.json`), text);
    console.log(`${pack}: ${Object.keys(files).length} files, ${text.length} B, ${gzipSync(text).length} B gz`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeDeclarations(join(dirname(process.argv[1]), '..'), process.argv[2]);
}
