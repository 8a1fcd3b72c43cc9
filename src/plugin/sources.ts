/** What a page is made from besides its own text. */
import { join, relative, sep } from 'node:path';
import { chapters } from '../../contents';
import { boardFiles } from './boards';
import { GLOSSARY } from './glossary';
import { BIBLIOGRAPHY, pagesOf } from './references';

/** What a page's file in docs is called there, without its ending. */
export function docOf(file: string, root: string): string {
  return relative(join(root, 'docs'), file)
    .split(sep)
    .join('/')
    .replace(/\.mdx?$/, '');
}

/** Files whose change, appearance or disappearance changes the page. */
export function sourcesOf(text: string, page: string, root: string): string[] {
  const address = docOf(page, root);
  const named = [...text.matchAll(/\bchapter="([^"]+)"/g)].map(([, id]) => id);
  const notebooks = [address, ...named].flatMap((id) => [`notebooks/${id}.ts`, `notebooks/${id}.out.json`]);
  const excerpts = [...text.matchAll(/<File\b[^>]*\bpath="([^"]+)"/g)].map(([, path]) => path);
  const boards = /<Leaderboard\b/.test(text) ? chapters.flatMap(({ id }) => boardFiles(id)) : [];
  const words = [
    ...(/<(Cite|References)\b/.test(text) ? [BIBLIOGRAPHY] : []),
    ...(/<(Term|Glossary)\b/.test(text) ? [GLOSSARY] : []),
    ...(/<(References|Glossary)\b/.test(text)
      ? [...pagesOf(root), ...chapters.map(({ id }) => id)].map((id) => `docs/${id}.mdx`)
      : []),
  ];
  return [...notebooks, ...excerpts, ...boards, ...words, 'contents.ts'].map((path) => join(root, path));
}
