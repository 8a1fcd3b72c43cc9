import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { cleanOutput } from '../../src/plugin/clean';

/** Ways to run code from markup, each of a kind of its own: handlers, addresses, frames, parser tricks, SVG, MathML, templates, styles. */
const PAYLOADS = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)></svg>',
  '<svg><script>alert(1)</script></svg>',
  '<svg><a xlink:href="javascript:alert(1)"><text x="20" y="20">a</text></a></svg>',
  '<svg><animate attributeName="href" values="javascript:alert(1)"/></svg>',
  '<svg><set attributeName="onmouseover" to="alert(1)"/></svg>',
  '<svg><foreignObject><iframe src="javascript:alert(1)"></iframe></foreignObject></svg>',
  '<svg><use href="data:image/svg+xml;base64,PHN2Zz48c2NyaXB0PmFsZXJ0KDEpPC9zY3JpcHQ+PC9zdmc+#x"/></svg>',
  '<a href="javascript:alert(1)">a</a>',
  '<a href="java\tscript:alert(1)">a</a>',
  '<a href=" &#106;avascript:alert(1)">a</a>',
  '<a href="vbscript:msgbox(1)">a</a>',
  '<a href="data:text/html,<script>alert(1)</script>">a</a>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="javascript:alert(1)"></object>',
  '<embed src="javascript:alert(1)">',
  '<form action="javascript:alert(1)"><button>a</button></form>',
  '<button formaction="javascript:alert(1)">a</button>',
  '<input autofocus onfocus=alert(1)>',
  '<details open ontoggle=alert(1)><summary>a</summary></details>',
  '<video><source onerror=alert(1)></video>',
  '<body onload=alert(1)>',
  '<base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
  '<link rel="stylesheet" href="https://evil.example/a.css">',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  '<template><script>alert(1)</script></template>',
  '<style>@import "https://evil.example/a.css";</style>',
  '<p style="background:url(javascript:alert(1))">a</p>',
  '<img src="x" srcset="javascript:alert(1) 1x">',
  '<xmp><p title="</xmp><img src=x onerror=alert(1)>"></xmp>',
  '<select><template><style><!--</style><a rel="--></style></template></select><img src=x onerror=alert(1)>">',
];

/** What in the markup could act by itself or on a click. */
function dangers(markup: string): string[] {
  const { document } = new JSDOM(`<body>${markup}</body>`).window;
  return [...document.body.querySelectorAll('*')].flatMap((element) => {
    const name = element.localName;
    const bad = ['script', 'iframe', 'object', 'embed', 'form', 'base', 'meta', 'link', 'foreignobject', 'animate', 'set'];
    return [
      ...(bad.includes(name.toLowerCase()) ? [name] : []),
      ...(name === 'style' && /evil/.test(element.textContent ?? '') ? [element.textContent] : []),
      ...[...element.attributes]
        .filter(({ name: attribute, value }) => {
          const plain = [...value]
            .filter((character) => character > ' ')
            .join('')
            .toLowerCase();
          return attribute.startsWith('on') || /(java|vb)script:|data:text|evil\.example/.test(plain);
        })
        .map(({ name: attribute, value }) => `${name} ${attribute}=${value}`),
    ];
  });
}

describe('cleanOutput', () => {
  it('sees dangers in the payloads as they are, so that it could fail', () => {
    expect(PAYLOADS.filter((payload) => dangers(payload).length > 0).length).toBeGreaterThan(PAYLOADS.length * 0.75);
  });

  it.each(PAYLOADS)('leaves nothing that acts of %s in HTML', (payload) => {
    const cleaned = cleanOutput({ kind: 'html', html: `<p>before</p>${payload}<p>after</p>` });
    expect(cleaned.kind === 'html' && dangers(cleaned.html)).toEqual([]);
  });

  it.each(PAYLOADS)('leaves nothing that acts of %s in a chart', (payload) => {
    const svg = `<svg viewBox="0 0 9 9"><title>${payload}</title><g>${payload}</g></svg>`;
    const cleaned = cleanOutput({ kind: 'svg', views: [{ width: 9, height: 9, svg }] } as never);
    expect(cleaned.kind === 'svg' && cleaned.views.flatMap((view) => dangers(view.svg))).toEqual([]);
  });

  it('keeps what is harmless', () => {
    const html = '<p class="a"><strong>bold</strong> <a href="https://example.org">away</a></p>';
    expect(cleanOutput({ kind: 'html', html })).toEqual({ kind: 'html', html });
  });
});
