/** The files that the language service sees, all of them in memory. */
import type ts from 'typescript';

export interface TypeFiles {
  host: ts.LanguageServiceHost;
  /** How to check: `/tsconfig.json` of the declarations. */
  options(): ts.CompilerOptions;
  /** Files that stay as they are. */
  add(files: Readonly<Record<string, string>>): void;
  /** A file that changes. */
  set(path: string, text: string): void;
}

export function typeFiles(compiler: typeof ts): TypeFiles {
  const files = new Map<string, { text: string; version: number; snapshot?: ts.IScriptSnapshot }>();
  const folders = new Set<string>();
  let settings: ts.CompilerOptions = {};
  let version = 0;

  const put = (path: string, text: string) => {
    if (files.get(path)?.text === text) return;
    files.set(path, { text, version: ++version });
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) folders.add(path.slice(0, end));
  };
  const roots = () => [...files.keys()].filter((path) => /^\/[^/]+\.ts$/.test(path));
  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => settings,
    getScriptFileNames: roots,
    getScriptVersion: (path) => String(files.get(path)?.version ?? 0),
    getScriptSnapshot(path) {
      const file = files.get(path);
      return file && (file.snapshot ??= compiler.ScriptSnapshot.fromString(file.text));
    },
    getProjectVersion: () => `${version}`,
    getCurrentDirectory: () => '/',
    getDefaultLibFileName: () => '/lib/lib.d.ts',
    useCaseSensitiveFileNames: () => true,
    readFile: (path) => files.get(path)?.text,
    fileExists: (path) => files.has(path),
    directoryExists: (path) => path === '/' || folders.has(path),
    getDirectories: () => [],
  };
  return {
    host,
    options: () => settings,
    add(more) {
      for (const [path, text] of Object.entries(more)) put(path, text);
      const { config } = compiler.parseConfigFileTextToJson('/tsconfig.json', files.get('/tsconfig.json')?.text ?? '{}');
      settings = compiler.convertCompilerOptionsFromJson(
        (config as { compilerOptions?: object }).compilerOptions ?? {},
        '/',
      ).options;
    },
    set: put,
  };
}
