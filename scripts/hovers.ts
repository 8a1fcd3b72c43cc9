/**
 * Writes what every name of some notebooks is, as JSON, from packs of declarations. The site's build calls it; by hand:
 * npx tsx scripts/hovers.ts PACKS NOTEBOOK OUT [NOTEBOOK OUT …]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { parseNotebook } from '../src/notebook/parse';
import { hashSource } from '../src/notebook/stale';
import { hoversOf } from '../src/typing/hovers';
import { createTypeService } from '../src/typing/service';

const [packs, ...pairs] = process.argv.slice(2);
const service = createTypeService({ ts });
for (const pack of ['library', 'tensorflow', 'plot']) {
  service.add(JSON.parse(readFileSync(join(packs, `${pack}.json`), 'utf8')) as Record<string, string>);
}
for (let at = 0; at < pairs.length; at += 2) {
  const [file, out] = pairs.slice(at, at + 2);
  const { path, cells } = parseNotebook(file, readFileSync(file, 'utf8'));
  const isShown = (id: string) => !cells.find((cell) => cell.id === id)!.options.hidden;
  const hovers = hoversOf({ ts, service, chapter: path, cells, isShown, hash: hashSource });
  writeFileSync(out, JSON.stringify(hovers));
}
