import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { withLateScripts } from '../../src/plugin/lateScripts';

const page =
  '<!doctype html><html><head><script src=/a.js defer></script><script src="/b.js" defer></script></head><body>text</body></html>';

describe('withLateScripts', () => {
  it('fetches scripts early and starts them in their order, once the page is there and painted', async () => {
    const { window } = new JSDOM(withLateScripts(page), { runScripts: 'dangerously', pretendToBeVisual: true });
    const scripts = () => [...window.document.querySelectorAll<HTMLScriptElement>('script[src]')];
    expect(scripts()).toEqual([]);
    expect([...window.document.querySelectorAll('link[rel=preload]')].map((link) => link.getAttribute('href'))).toEqual([
      '/a.js',
      '/b.js',
    ]);
    await expect.poll(() => scripts().map((script) => script.getAttribute('src'))).toEqual(['/a.js', '/b.js']);
    expect(scripts().every((script) => !script.async)).toBe(true);
  });

  it('starts them in a tab that is never painted', async () => {
    const { window } = new JSDOM(withLateScripts(page), {
      runScripts: 'dangerously',
      beforeParse: (each) => (each.requestAnimationFrame = () => 0),
    });
    await expect.poll(() => window.document.querySelectorAll('script[src]').length, { timeout: 3000 }).toBe(2);
  });

  it('leaves a page without such scripts as it is', () => {
    expect(withLateScripts('<script>1</script>')).toBe('<script>1</script>');
  });
});
