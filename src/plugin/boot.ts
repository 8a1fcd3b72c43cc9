/**
 * A few lines at the head of every page, before any file is asked for. A page out of a browser's own cache, as a restored tab shows it, may name scripts that a
 * deploy has since replaced: it would stay a page whose buttons do nothing. Such a page is loaded anew, from the server, once.
 */
function boot(): void {
  addEventListener(
    'error',
    ({ target }) => {
      const isAlive = document.documentElement.getAttribute('data-has-hydrated') === 'true';
      if (!(target instanceof HTMLScriptElement) || isAlive || !navigator.onLine) return;
      try {
        const last = Number(sessionStorage.getItem('loaded-anew'));
        if (Date.now() - last < 60_000) return;
        sessionStorage.setItem('loaded-anew', String(Date.now()));
      } catch {
        return; // without a note a reload could follow a reload without end
      }
      location.reload();
    },
    true,
  );
}

/** The lines as they stand in the page; their hash is in its policy as every inline script's. */
export const bootScript = `(${boot.toString()})()`;
