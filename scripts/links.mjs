/**
 * Checks a built site: every address that its pages and style sheets load or link to inside the site is a file below the base URL, with the place in
 * it that the address names; nothing is loaded from anywhere else; every page was rendered on the server. `node scripts/links.mjs build /`
 */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

const [folder, base] = process.argv.slice(2);
if (!base?.startsWith('/') || !base.endsWith('/')) throw new Error(`base must begin and end with a slash, got ${base}`);

function files(path, ending) {
  return readdirSync(path).flatMap((name) => {
    const file = join(path, name);
    return statSync(file).isDirectory() ? files(file, ending) : name.endsWith(ending) ? [file] : [];
  });
}

const placesOf = new Map();

/** Whether a page has the element that a fragment names. */
function hasPlace(page, fragment) {
  if (!placesOf.has(page)) {
    const ids = readFileSync(page, 'utf8').matchAll(/\sid=(?:"([^"]*)"|'([^']*)'|([^\s>]+))/g);
    placesOf.set(page, new Set([...ids].map(([, ...quoted]) => quoted.find((id) => id !== undefined))));
  }
  return placesOf.get(page).has(fragment);
}

/** What is wrong with one address of a page, if anything; `loads`: the browser fetches it without a click. */
function fault(source, address, loads) {
  if (/^(data:|mailto:|blob:)/.test(address)) return undefined;
  const fragment = decodeURIComponent(address.split('#')[1] ?? '');
  if (address.startsWith('#')) return !fragment || hasPlace(source, fragment) ? undefined : `${address} leads to no place`;
  if (/^([a-z]+:)?\/\//i.test(address)) return loads ? `loads ${address} from another server` : undefined;
  const path = decodeURIComponent(address.split(/[?#]/)[0]);
  if (!path.startsWith(base)) return `${address} is not below ${base}`;
  const file = join(folder, path.slice(base.length));
  const page = existsSync(file) && statSync(file).isDirectory() ? join(file, 'index.html') : file;
  if (!existsSync(page)) return `${address} leads to no file`;
  return !fragment || !page.endsWith('.html') || hasPlace(page, fragment) ? undefined : `${address} leads to no place`;
}

const faults = new Set();
let checked = 0;

function check(source, address, loads) {
  const message = fault(source, address.replaceAll('&amp;', '&'), loads);
  checked += 1;
  if (message) faults.add(`${relative(folder, source)}: ${message}`);
}

for (const page of files(folder, '.html')) {
  const html = readFileSync(page, 'utf8');
  if (!/<h1[\s>]/.test(html)) faults.add(`${relative(folder, page)}: the server rendered no heading`);
  for (const [tag] of html.matchAll(/<[a-z][^>]*\s(?:href|src)=[^>]*>/gi)) {
    const values = /\s(?:href|src)=("([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(tag)?.slice(2) ?? [];
    const address = values.find((value) => value !== undefined);
    if (address !== undefined) check(page, address, !/^<a\s/i.test(tag) && !/rel="?(canonical|alternate)/.test(tag));
  }
}
for (const sheet of files(folder, '.css')) {
  for (const [, address] of readFileSync(sheet, 'utf8').matchAll(/url\(\s*["']?([^"')]+)["']?\s*\)/g))
    check(sheet, address, true);
}
for (const message of faults) console.error(message);
if (checked === 0) faults.add('no address was found');
console.log(`${checked} addresses, ${faults.size} faults`);
process.exit(faults.size ? 1 : 0);
