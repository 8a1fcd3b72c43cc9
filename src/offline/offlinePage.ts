/** What stands where a page would, when there is no network and the page was never opened. */

/** A page that is there. */
export interface KeptPage {
  address: string;
  title: string;
}

const escape = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

export function offlinePage(pages: KeptPage[]): string {
  const links = pages.map(({ address, title }) => `<li><a href="${escape(address)}">${escape(title)}</a></li>`);
  const list = links.length ? `<p>These are on this device and open now:</p><ul>${links.join('')}</ul>` : '';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>No network</title>
<style>:root{color-scheme:light dark;--paper:#fcfbf8;--ink:#1f2126;--accent:#b3401f}
@media(prefers-color-scheme:dark){:root{--paper:#15171b;--ink:#e8e6e0;--accent:#f0855f}}
body{max-width:39rem;margin:3rem auto;padding:0 1.2rem;background:var(--paper);color:var(--ink);font:18px/1.62 Georgia,serif}
a{color:var(--accent)}</style></head><body><main><h1>This page is not on this device</h1>
<p>There is no network, and the page has not been opened in this browser before. Everything you wrote is kept.
Reload it when the network is back. <i>Download the book</i>, under <i>How to use</i>, takes all of it along.</p>
${list}</main></body></html>`;
}
