/** Whether memory is spared: on machines with little of it, unless the reader has decided. */

const KEY = 'spare-memory';

/** Gigabytes, as browsers tell them, of machines on which a second kernel or the type checker may cost the page its life. */
const LITTLE = 2;

function kept(): string | null {
  try {
    return window.localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** What the reader decided on this page, where the browser keeps nothing. */
let decided: boolean | undefined;

export const memory = {
  isSpared(): boolean {
    if (decided !== undefined) return decided;
    const word = kept();
    if (word !== null) return word === 'yes';
    const { deviceMemory } = navigator as Navigator & { deviceMemory?: number };
    return deviceMemory !== undefined && deviceMemory <= LITTLE;
  },
  spare(isSpared: boolean): void {
    decided = isSpared;
    try {
      window.localStorage.setItem(KEY, isSpared ? 'yes' : 'no');
    } catch {
      // decided for this page
    }
  },
};
