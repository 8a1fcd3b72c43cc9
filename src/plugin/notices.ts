/** What stands before every page's content for browsers that cannot run its cells: said in a sentence, never a blank. */
import type { HtmlTags } from '@docusaurus/types';

/** The first versions that have all of what `CHECK` asks for. */
const OLDEST = 'Chrome or Edge 111, Firefox 115, Safari 16.4';

/** For browsers of any age. What it asks for is the newest of what the pages, the worker and the notebooks use. */
const CHECK = `(function () {
  var css = window.CSS && CSS.supports && CSS.supports('color', 'color-mix(in srgb, red, blue)');
  if (css && window.Worker && window.WebAssembly && window.CompressionStream && [].toSorted) return;
  document.getElementById('old-browser').hidden = false;
})();`;

export const notices: HtmlTags = [
  `<p id="old-browser" class="notice" role="status" hidden>This browser is too old to run the cells: they need ${OLDEST}. You can read everything, with the outputs that were saved.</p>`,
  `<noscript><p class="notice">Without JavaScript you can read everything, with the outputs that were saved. To run the cells, allow it for this site.</p></noscript>`,
  `<script>${CHECK}</script>`,
];
