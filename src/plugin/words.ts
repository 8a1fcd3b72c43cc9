/** What `<Cite>`, `<Term>`, `<References>` and `<Glossary>` become: nodes of the page, made while the site is built. */
import { chapterNumber, findChapter } from '../../contents';
import type { Term } from './glossary';
import { block, inline, text } from './nodes';
import type { Node } from './nodes';
import { authorsOf, entryText, labelOf, placeOf, sortedReferences } from './references';
import type { Reference } from './references';

/** `Rendle et al. 2022`, with the entry as its note and a link to the list. */
export function citation(reference: Reference): Node {
  const attributes = { kind: 'cite', to: `/references/#${reference.key}`, note: entryText(reference) };
  return inline('Note', attributes, [text(labelOf(reference))]);
}

/** The whole entry, its title a link to the work: for lists of further reading. */
export function wholeCitation(reference: Reference): Node {
  return inline('span', { className: 'reference' }, [
    text(`${authorsOf(reference)}, `),
    link(reference.link, [text(reference.title)]),
    text(`, ${placeOf(reference)}`),
  ]);
}

/** A word of the glossary, with its definition as a note. */
export function termNote(id: string, { term, definition }: Term, children: Node[]): Node {
  const note = `${term}: ${definition}`;
  return inline('Note', { kind: 'term', to: `/glossary/#${id}`, note }, children.length > 0 ? children : [text(term)]);
}

/** Every cited work, with the pages that cite it. */
export function referenceList(references: Map<string, Reference>, cited: Map<string, string[]>): Node {
  const shown = sortedReferences([...references.values()].filter(({ key }) => cited.has(key)));
  return list(
    'references',
    shown.map((reference) => {
      const from = cited.get(reference.key)!.flatMap((page, at) => [...(at > 0 ? [text(', ')] : []), pageLink(page)]);
      const where = inline('span', { className: 'where' }, [text('Cited in '), ...from]);
      return item(reference.key, [wholeCitation(reference), text('. '), where]);
    }),
  );
}

/** The works that a page names only by author and year, whole: for paper, where nothing opens when it is pointed at. */
export function worksCited(references: Reference[]): Node {
  const items = sortedReferences(references).map((reference) => ({
    type: 'listItem',
    spread: false,
    children: [{ type: 'paragraph', children: [wholeCitation(reference)] }],
  }));
  const heading = { type: 'paragraph', children: [{ type: 'strong', children: [text('Works cited above')] }] };
  return block('div', { className: 'on-paper works-cited' }, [
    heading,
    { type: 'list', ordered: false, spread: false, children: items } as Node,
  ]);
}

/** Every term with its definition, and the chapter that explains it where it is written. */
export function glossaryList(terms: [id: string, term: Term][], pages: string[]): Node {
  return list(
    'glossary',
    terms.map(([id, { term, definition, chapter }]) => {
      const where = pages.includes(chapter) ? [text(' '), inline('span', { className: 'where' }, [pageLink(chapter)])] : [];
      // A heading, which search and screen readers find.
      const heading = { type: 'heading', depth: 2, data: { hProperties: { id } }, children: [text(term)] } as Node;
      return entry([heading, paragraph([text(definition), ...where])]);
    }),
  );
}

function pageLink(page: string): Node {
  const chapter = findChapter(page);
  return link(`/${page}/`, [text(chapter ? `${chapterNumber(page)} ${chapter.title}` : page)]);
}

function link(url: string, children: Node[]): Node {
  return { type: 'link', url, children } as Node;
}

function list(className: string, children: Node[]): Node {
  return block('div', { className }, [{ type: 'list', ordered: false, spread: false, children } as Node]);
}

/** An item with an address of its own. */
function item(id: string, children: Node[]): Node {
  return { ...entry([paragraph(children)]), data: { hProperties: { id } } } as Node;
}

function entry(children: Node[]): Node {
  return { type: 'listItem', spread: true, children } as Node;
}

function paragraph(children: Node[]): Node {
  return { type: 'paragraph', children } as Node;
}
