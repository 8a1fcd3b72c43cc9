import { describe, expect, it } from 'vitest';
import { offlinePage } from '../../src/offline/offlinePage';

describe('offlinePage(pages)', () => {
  it('links to what is on the device, and lets no title be more than text', () => {
    const html = offlinePage([{ address: 'https://a.b/x/?"', title: '<b>A & B</b>' }]);
    expect(html).toContain('<a href="https://a.b/x/?&#34;">&#60;b&#62;A &#38; B&#60;/b&#62;</a>');
  });

  it('promises nothing where nothing is kept', () => {
    expect(offlinePage([])).not.toContain('<ul>');
  });
});
