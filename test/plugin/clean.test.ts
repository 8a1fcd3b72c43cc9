import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { cleanOutput } from '../../src/plugin/clean';
import { PAYLOADS } from './payloads';

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
