/**
 * Lets a built page be painted before its scripts run. They are fetched early, behind all that the first paint waits for, and started behind that
 * paint, in their order: the reader of a slow phone reads while the page comes alive.
 */

/** Docusaurus's own scripts, which it lets run as soon as the page is parsed. */
const DEFERRED = /<script src="?([^\s">]+)"? defer(?:="[^"]*")?><\/script>/g;

/** Starts the scripts behind the first paint. A tab in the background paints nothing, and does not wait for it long. */
const start = (sources: string[]) =>
  `(function(){var s=${JSON.stringify(sources)},P=window.PerformanceObserver;` +
  `function go(){s.splice(0).forEach(function(u){var e=document.createElement("script");e.src=u;e.async=false;document.head.appendChild(e)})}` +
  `function soon(){setTimeout(go)}` +
  `addEventListener("DOMContentLoaded",function(){setTimeout(go,2000);` +
  `P&&(P.supportedEntryTypes||[]).indexOf("paint")>=0?new P(soon).observe({type:"paint",buffered:true}):requestAnimationFrame(soon)})})()`;

/** The page with its scripts late. */
export function withLateScripts(html: string): string {
  const sources = Array.from(html.matchAll(DEFERRED), ([, source]) => source);
  if (sources.length === 0) return html;
  let isFirst = true;
  return html.replace(DEFERRED, (_, source: string) => {
    const starter = isFirst ? `<script>${start(sources)}</script>` : '';
    isFirst = false;
    return `<link rel=preload as=script fetchpriority=low href="${source}">${starter}`;
  });
}
