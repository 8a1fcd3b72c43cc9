/** Makes live markup safe before it is put on the page. Saved markup was made safe by the same rules when the site was built. */
import DOMPurify from 'dompurify';
import { HTML_RULES, SVG_RULES, withoutFetchingStyles } from '../../notebook/markup';

if (typeof window !== 'undefined') withoutFetchingStyles(DOMPurify);

const rules = { html: HTML_RULES, svg: SVG_RULES };

/** The markup without what could act. On the server it is the build's, which is clean already. */
export function sanitize(markup: string, kind: keyof typeof rules): string {
  return typeof window === 'undefined' ? markup : DOMPurify.sanitize(markup, rules[kind]);
}
