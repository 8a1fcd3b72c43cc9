/** Sanitises saved outputs while the site is built, by the rules that the page applies to live ones. */
import createDOMPurify from 'dompurify';
import { JSDOM } from 'jsdom';
import type { Output } from '../notebook/types';
import { HTML_RULES, SVG_RULES, withoutFetchingStyles } from '../notebook/markup';

const purifier = createDOMPurify(new JSDOM('').window);
withoutFetchingStyles(purifier);

/** The output with every piece of markup in it made safe to put on a page. */
export function cleanOutput(output: Output): Output {
  if (output.kind === 'html') return { ...output, html: purifier.sanitize(output.html, HTML_RULES) };
  if (output.kind === 'svg')
    return { ...output, views: output.views.map((view) => ({ ...view, svg: purifier.sanitize(view.svg, SVG_RULES) })) };
  return output;
}
