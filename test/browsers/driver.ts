/** What the smoke test needs of a browser that is driven from outside. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Driver {
  go(url: string): Promise<void>;
  /** Runs the body of an async function in the page, and gives what it returns. */
  run(body: string): Promise<unknown>;
  quit(): Promise<void>;
}

/** A command's path: what an environment variable says, or the first of these names on the PATH. */
export function findCommand(variable: string, names: string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return process.env[variable] ?? candidates.find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** An async function's body as a script of WebDriver, which is handed a callback as its last argument. */
export function asScript(body: string): string {
  return `const done = arguments[arguments.length - 1];
(async () => { ${body} })().then((value) => done({ value: value ?? null }), (error) => done({ error: String(error) }));`;
}

/** What such a script gave. */
export function valueOf({ value, error }: { value?: unknown; error?: string }): unknown {
  if (error !== undefined) throw new Error(error);
  return value;
}

/** Tries until it succeeds. */
export async function eventually<T>(act: () => Promise<T>, ms = 60_000): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((next) => setTimeout(next, 200));
    }
  }
}
