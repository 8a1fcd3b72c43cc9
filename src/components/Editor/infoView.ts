/** A name's type and docstring as a reader sees them. */
import { escapeHtml } from '../../notebook/markup';
import type { CallHint, TypeInfo } from '../../typing/protocol';

/** Tags of a docstring that are shown, with what is said before their text. */
const TAGS: Record<string, string> = { param: '', returns: 'returns', throws: 'throws', example: '', deprecated: 'deprecated:' };

/** @param colour makes HTML of the signature's code */
export function infoView({ signature, text, tags }: TypeInfo, colour: (code: string) => string = escapeHtml): HTMLElement {
  const view = document.createElement('div');
  view.className = 'types-info';
  const code = document.createElement('pre');
  code.innerHTML = colour(signature);
  view.append(code);
  if (text) view.append(paragraph(text));
  for (const [name, said] of tags)
    if (name in TAGS && said) view.append(paragraph(`${TAGS[name]} ${name === 'param' ? said.replace(' ', ': ') : said}`.trim()));
  return view;
}

/** What a call takes, the argument at hand in bold. */
export function callView({ before, active, after, text, ways }: CallHint): HTMLElement {
  const view = document.createElement('div');
  view.className = 'types-info';
  const code = document.createElement('pre');
  const hand = document.createElement('b');
  hand.textContent = active;
  code.append(before, hand, after);
  view.append(code);
  if (text) view.append(paragraph(text));
  if (ways > 1) view.append(paragraph(`one of ${ways} ways to call it`));
  return view;
}

/** Text with `code` in it. */
function paragraph(text: string): HTMLElement {
  const view = document.createElement('p');
  const parts = text.split(/`([^`\n]+)`/);
  parts.forEach((part, index) => {
    if (index % 2 === 0) return view.append(part);
    const code = document.createElement('code');
    code.textContent = part;
    view.append(code);
  });
  return view;
}
