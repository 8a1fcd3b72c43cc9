/** Copies of the book with fewer or more chapters than it has. */
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { chapters } from '../contents';

const root = join(import.meta.dirname, '..');

/** What a copy leaves out: what is made, what is measured, and what is linked. */
const LEFT_OUT = ['.git', '.cache', '.docusaurus', 'build', 'node_modules', 'soak'];

/** The chapters that are written, by id. */
export const written = chapters.map(({ id }) => id).filter((id) => existsSync(join(root, 'docs', `${id}.mdx`)));

/** A chapter of a copy: a real one's address and its own, which differ from its second turn on. */
export interface Turn {
  of: string;
  id: string;
}

/** So many chapters, each real one as often as the others or once more or less. */
export function turns(real: string[], count: number): Turn[] {
  const met = new Map<string, number>();
  return Array.from({ length: count }, (_, place) => {
    const of = real[Math.floor((place * real.length) / count)];
    const turn = (met.get(of) ?? 0) + 1;
    met.set(of, turn);
    return { of, id: turn === 1 ? of : `${of}-${turn}` };
  });
}

/** Copies the book with so many chapters, and gives the folder. Packages are linked one by one, so that no cache is shared with the book. */
export function copyBook(count: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'handbook-builds-'));
  for (const name of readdirSync(root)) {
    if (LEFT_OUT.includes(name)) continue;
    cpSync(join(root, name), join(folder, name), { recursive: true, filter: (file) => basename(file) !== 'node_modules' });
  }
  linkPackages(folder);
  const kept = turns(written, count);
  const dropped = written.filter((id) => !kept.some(({ of }) => of === id));
  for (const file of dropped.flatMap(filesOf)) rmSync(join(folder, file));
  const added = kept.filter(({ of, id }) => id !== of);
  for (const { of, id } of added) {
    for (const file of filesOf(of)) cpSync(join(root, file), join(folder, file.replace(of, id)));
  }
  nameChapters(folder, added);
  const config = join(folder, 'docusaurus.config.ts');
  // The other chapters link to those that were dropped.
  writeFileSync(config, readFileSync(config, 'utf8').replaceAll(`'throw'`, `'warn'`));
  return folder;
}

/** The text of a chapter, its cells, and what is saved of them. */
function filesOf(id: string): string[] {
  const notebooks = dirname(join('notebooks', id));
  const own = readdirSync(join(root, notebooks)).filter((name) => name.startsWith(`${basename(id)}.`));
  return [`docs/${id}.mdx`, ...own.map((name) => join(notebooks, name))];
}

function linkPackages(folder: string): void {
  const packages = join(folder, 'node_modules');
  mkdirSync(packages);
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== '.cache') symlinkSync(join(root, 'node_modules', name), join(packages, name));
  }
}

/** Tells the table of contents of the chapters that were added, which the sidebar and the pages take them from. */
function nameChapters(folder: string, added: Turn[]): void {
  const lines = added.map(({ of, id }) => {
    const { title, needs, ...chapter } = chapters.find((one) => one.id === of)!;
    return `chapters.push(${JSON.stringify({ ...chapter, title: `${title} ${id.split('-').at(-1)}`, needs, id, row: undefined })});\n`;
  });
  appendFileSync(join(folder, 'contents.ts'), `\n${lines.join('')}`);
}
