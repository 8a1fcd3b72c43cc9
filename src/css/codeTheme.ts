/** Colours of code for Prism, taken from the page's tokens, so that day and night need one theme. */
import type { PrismTheme } from 'prism-react-renderer';

export const codeTheme: PrismTheme = {
  plain: { color: 'var(--ink)', backgroundColor: 'var(--paper)' },
  styles: [
    { types: ['keyword', 'builtin', 'operator-keyword', 'atrule'], style: { color: 'var(--code-keyword)' } },
    { types: ['string', 'template-string', 'attr-value', 'char', 'regex'], style: { color: 'var(--code-string)' } },
    { types: ['number', 'boolean', 'constant'], style: { color: 'var(--code-number)' } },
    { types: ['function', 'method', 'tag', 'attr-name', 'property-access'], style: { color: 'var(--code-function)' } },
    { types: ['comment', 'prolog'], style: { color: 'var(--second)' } },
    { types: ['deleted'], style: { color: 'var(--bad)' } },
    { types: ['inserted'], style: { color: 'var(--good)' } },
  ],
};
