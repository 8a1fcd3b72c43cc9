/**
 * The last step of a build, after every plugin has written what it writes: names the edition that the folder holds, lists its files with a hash of
 * each in `edition.json`, tells every page by a meta element which edition it is of, and bundles the service worker that keeps it, `sw.js`.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';

/** What no page loads: fonts for browsers of long ago, the library for other runtimes, what is for search engines and servers. */
const LEFT_OUT = [/\.(woff|ttf|map)$/, /^(recsys|notebook|plot|danfojs|sw)\.js$/, /^(sitemap\.xml|404\.html|edition\.json)$/];

const hashOf = (content) => createHash('sha256').update(content).digest('hex');

/** The path as a page asks for it: the home page's is empty, every other page's ends in a slash. */
const askedFor = (name) => name.replace(/(^|\/)index\.html$/, '$1');

/** The title of a page, without the book's; entities as they are in HTML are turned back by their few names. */
function titleOf(html) {
  const title = /<title[^>]*>([^<]*)</.exec(html)?.[1] ?? '';
  const names = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#x27;': "'", '&#39;': "'" };
  return title.replace(/ \| [^|]*$/, '').replace(/&[#\w]+;/g, (entity) => names[entity] ?? entity);
}

/** The day of the source: of its last commit, or today where there is no repository. */
function dayOf(root) {
  try {
    const options = { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
    return execFileSync('git', ['log', '-1', '--format=%cs'], options).trim();
  } catch {
    return new Date().toISOString().slice(0, 10);
  }
}

/**
 * Makes an edition of a built site. Done again on the same folder, it says the same.
 *
 * @param {string} root the repository
 * @param {string} folder the built site
 * @param {string} base its base URL
 * @param {{ level?: number }} options how hard to compress when the size of a download is found out
 */
export function writeEdition(root, folder, base, { level = 6 } = {}) {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((name) => name.endsWith('.html') || !LEFT_OUT.some((pattern) => pattern.test(name)))
    .sort();
  const contents = new Map(names.map((name) => [name, readFileSync(join(folder, name))]));
  for (const [name, content] of contents) {
    if (name.endsWith('.html')) contents.set(name, content.toString().replace(/<meta name=edition [^>]*>/, ''));
  }
  const id = hashOf([...contents].map(([name, content]) => `${name} ${hashOf(content)}\n`).join('')).slice(0, 12);
  const date = dayOf(root);
  for (const [name, content] of contents) {
    if (!name.endsWith('.html')) continue;
    const meta = `<meta name=edition content=${id} data-date=${date} data-site="${base}">`;
    contents.set(
      name,
      content.replace('<title', () => `${meta}<title`),
    );
    writeFileSync(join(folder, name), contents.get(name));
  }
  const files = [...contents]
    .filter(([name]) => !LEFT_OUT.some((pattern) => pattern.test(name)))
    .map(([name, content]) => ({
      path: askedFor(name),
      hash: hashOf(content).slice(0, 16),
      bytes: Buffer.byteLength(content),
      sent: gzipSync(content, { level }).length,
      ...(name.endsWith('.html') && { title: titleOf(content) }),
    }));
  writeFileSync(join(folder, 'edition.json'), JSON.stringify({ id, date, files }));
  const worker = join(folder, 'sw.js');
  if (existsSync(worker)) rmSync(worker);
  buildSync({
    entryPoints: [join(root, 'src/offline/worker.ts')],
    outfile: worker,
    bundle: true,
    minify: true,
    target: 'es2022',
    define: { EDITION: JSON.stringify(id) },
    logLevel: 'error',
  });
}
