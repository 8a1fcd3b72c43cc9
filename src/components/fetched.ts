/** What a page takes of the book besides its own text. */

/** The folder of files that hold what stands in pages, below the book's address. */
const SAVED_FILE = /assets\/saved\/.*$/;

/** The content of a JSON file; throws with the answer's status where there is none. */
export async function fetchJson<T>(address: string): Promise<T> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`.trim());
  return (await answer.json()) as T;
}

/**
 * A page as the server wrote it: where the network is off, one that was read before is on the device. Nothing where it is not. `savedFile` is the address of
 * a file with what stands in it, `page` the page's file in docs, without its ending.
 */
export async function fetchPage(savedFile: string, page: string): Promise<Document | undefined> {
  try {
    const answer = await fetch(savedFile.replace(SAVED_FILE, `${page}/`.replace(/(^|\/)index\/$/, '$1')));
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html') : undefined;
  } catch {
    return undefined;
  }
}
