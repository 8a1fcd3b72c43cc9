/** How code becomes markup, and what markup an output may contain: the same when the site is built and on the page. */
import type { DOMPurify } from 'dompurify';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Text as HTML shows it. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>]/g, (character) => escapes[character]);
}

/** Lines of code, each as HTML, the way a cell's style sheet numbers them. */
export function codeLines(lines: string[]): string {
  return lines.map((line) => `<span class="line">${line}\n</span>`).join('');
}

/** For `html` outputs: text, tables, lists and links; no forms, no frames, no style that reaches beyond the output. */
export const HTML_RULES = {
  USE_PROFILES: { html: true },
  FORBID_TAGS: [
    'style',
    'form',
    'input',
    'button',
    'textarea',
    'select',
    'option',
    'dialog',
    'video',
    'audio',
    'img',
    'picture',
    'source',
  ],
  FORBID_ATTR: ['style', 'id', 'name', 'srcset', 'action'],
  ALLOW_DATA_ATTR: false,
};

/**
 * For charts: SVG with its own style sheet, and the HTML that Plot wraps around a figure with legend and caption. Plot's labels of its
 * groups are dropped: a group has no role that may bear one, and the whole chart is one image whose label stands around it.
 */
export const SVG_RULES = {
  USE_PROFILES: { svg: true, svgFilters: true, html: true },
  ADD_TAGS: ['style'],
  FORBID_TAGS: [
    'form',
    'input',
    'button',
    'textarea',
    'select',
    'dialog',
    'video',
    'audio',
    'img',
    'image',
    'picture',
    'source',
    'a',
    'use',
  ],
  FORBID_ATTR: ['srcset', 'action', 'aria-label', 'aria-description', 'role'],
  ALLOW_DATA_ATTR: false,
};

/** Styles that fetch, or that import other styles. */
const FETCHES = /@import|url\s*\(|image-set\s*\(|\\/i;

/** Lets a chart's own styles colour and place things, but not fetch anything. */
export function withoutFetchingStyles(purifier: DOMPurify): void {
  purifier.addHook('uponSanitizeElement', (node, { tagName }) => {
    if (tagName === 'style' && FETCHES.test(node.textContent ?? '')) node.textContent = '';
  });
  purifier.addHook('uponSanitizeAttribute', (_, data) => {
    if (data.attrName === 'style' && FETCHES.test(data.attrValue)) data.keepAttr = false;
  });
}
