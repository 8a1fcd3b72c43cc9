/** A name's type and docstring as a reader sees them. */
import { escapeHtml } from '../../notebook/markup';
import type { TypeInfo } from '../../typing/protocol';

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
