/**
 * KaTeX's style sheet without the rules and fonts that no formula of the book makes use of: it has rules for every pair of sizes, for alphabets and
 * arrows, and names each font three times over for browsers that could run no cell.
 */

interface Rule {
  selectors: string[];
  body: string;
}

const FONT_FACE = '@font-face';

/** The style sheet for elements with these classes, of fonts what browsers with WebAssembly read. Throws on a sheet that is not as flat as KaTeX's. */
export function trimStyle(css: string, classes: string[]): string {
  const together = classes.map((names) => new Set(names.split(' ')));
  const exists = (compound: string) => {
    const names = [...compound.replace(/:not\([^)]*\)/g, '').matchAll(/\.([\w-]+)/g)].map(([, name]) => name);
    return together.some((set) => names.every((name) => set.has(name)));
  };
  const isMet = (selector: string) => selector.split(/[\s>+~]+/).every(exists);
  const rules = rulesOf(css);
  const kept = rules
    .filter(({ selectors: [first] }) => first !== FONT_FACE)
    .map(({ selectors, body }) => ({ selectors: selectors.filter(isMet), body }))
    .filter(({ selectors }) => selectors.length > 0);
  const faces = rules.filter(({ selectors: [first], body }) => first === FONT_FACE && isNamed(body, kept));
  return [...faces.map(({ selectors, body }) => ({ selectors, body: onlyWoff2(body) })), ...kept]
    .map(({ selectors, body }) => `${selectors.join(',')}{${body}}`)
    .join('');
}

function rulesOf(css: string): Rule[] {
  const flat = css.replace(/\/\*[^]*?\*\//g, '');
  const rules = [...flat.matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, head, body]) => ({
    selectors: head.trim().split(','),
    body,
  }));
  if (/[^\s]/.test(flat.replace(/[^{}]+\{[^{}]*\}/g, '')))
    throw new SyntaxError('the style sheet of formulas must be flat, got rules in rules');
  return rules;
}

const valueOf = (body: string, name: string) => new RegExp(`(?:^|;)${name}:"?([^;"]+)`).exec(body)?.[1];

/** Whether some rule asks for the family, weight and style of a font's face; a rule that names one of them only may be met by others beside it. */
function isNamed(face: string, rules: Rule[]): boolean {
  const [family, weight, style] = ['font-family', 'font-weight', 'font-style'].map((name) => valueOf(face, name)!);
  return rules.some(({ body }) => {
    if (!(valueOf(body, 'font-family') ?? valueOf(body, 'font') ?? '').includes(family)) return false;
    const asks = (name: string, value: string, plain: string) => {
      const own = valueOf(body, name);
      return own === value || (own === undefined && (value === plain || rules.some((other) => isAlone(other, name, value))));
    };
    return asks('font-weight', weight, '400') && asks('font-style', style, 'normal');
  });
}

/** Whether a rule sets this, and no family with it. */
const isAlone = ({ body }: Rule, name: string, value: string) =>
  valueOf(body, name) === value && valueOf(body, 'font-family') === undefined;

const onlyWoff2 = (body: string) => body.replace(/,url\([^)]*\) format\("(?:woff|truetype)"\)/g, '');
