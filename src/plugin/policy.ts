/** A Content-Security-Policy for each built page: what it may load and run, by a meta element, as a static site has no headers of its own. */
import { createHash } from 'node:crypto';

/** Scripts with something between their tags; those with an address are covered by `'self'`. */
const INLINE_SCRIPT = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]+?)<\/script>/g;
const CHARSET = /<meta charset="?UTF-8"?\s*\/?>/i;

/**
 * Nothing from other origins, no plugins, no frames, no forms. Scripts are the site's own files and the inline ones of this page, each by its hash; text never
 * becomes code in the page (in the worker it does: that is what cells are, and the realm there is restricted by `runtime/realm`). `wasm-unsafe-eval` is for
 * the kernels of figures, inline styles are KaTeX's, Plot's and React's, `data:` and `blob:` images those of charts that are saved.
 */
function policyOf(hashes: string[]): string {
  const rules = {
    'default-src': ["'self'"],
    'script-src': ["'self'", "'wasm-unsafe-eval'", ...hashes],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'font-src': ["'self'", 'data:'],
    'worker-src': ["'self'"],
    'object-src': ["'none'"],
    'frame-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
  };
  return Object.entries(rules)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}

/**
 * The page with its policy, as early as a page can say it: behind the character set.
 *
 * @throws RangeError if the page does not begin as a built page does
 */
export function withPolicy(html: string): string {
  const hashes = Array.from(
    html.matchAll(INLINE_SCRIPT),
    ([, script]) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  );
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policyOf([...new Set(hashes)])}">`;
  if (!CHARSET.test(html)) throw new RangeError(`html must name its character set, got '${html.slice(0, 60)}'`);
  return html.replace(CHARSET, (charset) => `${charset}${meta}`);
}
