/** Which edition of the book this tab shows, as its first page says; nothing while the book is being written, and on a server. */
export interface ThisEdition {
  id: string;
  /** The day of its source, as `2026-11-25`. */
  date: string;
  /** Where the site stands, with a slash at its end. */
  site: string;
}

export function thisEdition(): ThisEdition | undefined {
  if (typeof document === 'undefined') return undefined;
  const meta = document.querySelector<HTMLMetaElement>('meta[name=edition]');
  const { site, date } = meta?.dataset ?? {};
  return meta && site && date ? { id: meta.content, date, site: new URL(site, window.location.href).href } : undefined;
}
