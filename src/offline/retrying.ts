/** Parts of the book that are loaded on demand: each is asked for twice, and says plainly when it does not come. */

/** A part of the book's own code or data did not come: the network is off, or a newer edition has taken its place. */
export class LoadError extends Error {
  override name = 'LoadError';
}

export interface RetryOptions<Part> {
  /** What is missing, in the reader's words. */
  nameOf?: (part: Part) => string;
  /** Milliseconds before the second try. */
  pause?: number;
  /** Told of every part that did not come at the second try either. */
  onFailure?: () => void;
}

/** The loader, asking twice. Fails with a `LoadError` whose cause is the loader's own. */
export function retrying<Part, Loaded>(
  load: (part: Part) => Promise<Loaded>,
  { nameOf = () => 'a part of the book', pause = 500, onFailure }: RetryOptions<Part> = {},
): (part: Part) => Promise<Loaded> {
  return async (part) => {
    try {
      return await load(part); // awaited, so that what is thrown at once is caught too
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    try {
      return await load(part);
    } catch (cause) {
      onFailure?.();
      throw new LoadError(`${nameOf(part)} could not be loaded`, { cause });
    }
  };
}
