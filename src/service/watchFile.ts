/** Tells when a file was replaced, by looking every so often: that works on every file system, network ones included. */
import { stat } from 'node:fs/promises';

export interface FileWatch {
  /** Looks now, whether or not the file seems the same. */
  look(): Promise<void>;
  close(): void;
}

/**
 * @param every milliseconds between two looks
 * @param onChange told when time, size or place of the file differ from the last look; awaited before the next
 */
export async function watchFile(path: string, every: number, onChange: () => Promise<void>): Promise<FileWatch> {
  const mark = async () => {
    const found = await stat(path, { bigint: true }).catch(() => undefined);
    return found && `${found.mtimeNs}/${found.size}/${found.ino}`;
  };
  let last = await mark();
  let looking: Promise<void> = Promise.resolve();
  const look = (always: boolean): Promise<void> => {
    looking = looking.then(async () => {
      const now = await mark();
      if (now === undefined || (now === last && !always)) return;
      last = now;
      await onChange();
    });
    return looking;
  };
  const timer = setInterval(() => void look(false), every);
  timer.unref();
  return { look: () => look(true), close: () => clearInterval(timer) };
}
