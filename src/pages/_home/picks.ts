/** The films that a visitor likes, as the home page's code has them: `const youLike = ['Alien (1979)'];`. */

const LINE = /(const youLike\s*=\s*)\[([^\]]*)\]/;
const TEXT = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g;

/** The films in the code; nothing when the code has no such list. */
export function readPicks(code: string): string[] | undefined {
  const list = LINE.exec(code)?.[2];
  if (list === undefined || list.replace(TEXT, '').replace(/[\s,]/g, '') !== '') return undefined;
  return [...list.matchAll(TEXT)].map(([, single, double]) => (single ?? double).replace(/\\(.)/g, '$1'));
}

/** The code with other films in its list, a line each where one line would be too long. */
export function writePicks(code: string, films: string[]): string {
  const texts = films.map((film) => `'${film.replace(/[\\']/g, '\\$&')}'`);
  const line = `[${texts.join(', ')}]`;
  const list = line.length <= 58 ? line : `[\n${texts.map((text) => `  ${text},\n`).join('')}]`;
  return code.replace(LINE, (_, head: string) => head + list);
}

/** What a visitor's words mean among the known films: the film itself, or the first whose title begins so, or holds them. */
export function findFilm(words: string, films: string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').trim();
  const wanted = plain(words);
  if (wanted === '') return undefined;
  const known = films.map(plain);
  const at = [
    known.indexOf(wanted),
    known.findIndex((film) => film.replace(/ \(\d+\)$/, '') === wanted),
    known.findIndex((film) => film.startsWith(wanted)),
    known.findIndex((film) => film.includes(wanted)),
  ].find((place) => place >= 0);
  return at === undefined ? undefined : films[at];
}
