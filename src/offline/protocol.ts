/** What a page and its service worker tell each other. */

export interface ToOffline {
  type: 'keep';
  /** What the page has loaded, below the site's base URL. */
  paths: string[];
}

/** Which edition the service worker keeps; told when it takes over, and to whoever writes to it. */
export interface FromOffline {
  type: 'edition';
  id: string;
}
