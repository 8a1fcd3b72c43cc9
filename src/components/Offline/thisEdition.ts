/** Which edition of the book this tab shows, as its first page says; nothing while the book is being written, and on a server. */
export interface ThisEdition {
  id: string;
  /** Where the site stands, with a slash at its end. */
  site: string;
}

export function thisEdition(): ThisEdition | undefined {
  if (typeof document === 'undefined') return undefined;
  const meta = document.querySelector<HTMLMetaElement>('meta[name=edition]');
  return meta?.dataset.site ? { id: meta.content, site: new URL(meta.dataset.site, window.location.href).href } : undefined;
}
