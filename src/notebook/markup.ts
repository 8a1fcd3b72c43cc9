/** What markup an output may contain: DOMPurify's settings, the same for saved and for live outputs. */

/** For `html` outputs: text, tables, lists and links; no forms, no frames, no style that reaches beyond the output. */
export const HTML_RULES = {
  USE_PROFILES: { html: true },
  FORBID_TAGS: [
    'style',
    'form',
    'input',
    'button',
    'textarea',
    'select',
    'option',
    'dialog',
    'video',
    'audio',
    'img',
    'picture',
    'source',
  ],
  FORBID_ATTR: ['style', 'id', 'name', 'srcset', 'action'],
  ALLOW_DATA_ATTR: false,
};

/**
 * For charts: SVG with its own style sheet, and the HTML that Plot wraps around a figure with legend and caption. Plot's labels of its
 * groups are dropped: a group has no role that may bear one, and the whole chart is one image whose label stands around it.
 */
export const SVG_RULES = {
  USE_PROFILES: { svg: true, svgFilters: true, html: true },
  ADD_TAGS: ['style'],
  FORBID_TAGS: [
    'form',
    'input',
    'button',
    'textarea',
    'select',
    'dialog',
    'video',
    'audio',
    'img',
    'image',
    'picture',
    'source',
    'a',
    'use',
  ],
  FORBID_ATTR: ['srcset', 'action', 'aria-label', 'aria-description', 'role'],
  ALLOW_DATA_ATTR: false,
};
