/** A connection to Redis that fails at once when there is none, so that a request never waits for one to come back. */
import { createClient } from 'redis';

/** A connected client. */
export type Redis = ReturnType<typeof client>;

function client(url: string, onError: (error: Error) => void) {
  const made = createClient({
    url,
    // Without a connection a command is refused instead of queued: the stage fails, the answer degrades.
    disableOfflineQueue: true,
    // One that hangs is given up, and a new one tried for ever.
    socket: { connectTimeout: 2_000, reconnectStrategy: (retries) => Math.min(50 * 2 ** Math.min(retries, 6), 2_000) },
    pingInterval: 10_000,
  });
  made.on('error', onError);
  return made;
}

/**
 * Connects; rejects if the first connection cannot be made within some seconds, five by default.
 *
 * @param onError told of lost connections, which are then sought again
 */
export async function connectRedis(
  url: string,
  onError: (error: Error) => void,
  { seconds = 5 }: { seconds?: number } = {},
): Promise<Redis> {
  const made = client(url, onError);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`REDIS_URL must be that of a Redis that answers, got ${hidden(url)}`)),
      1000 * seconds,
    );
  });
  try {
    await Promise.race([made.connect(), late]);
  } catch (error) {
    made.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
  }
  return made;
}

/** The address without its password. */
function hidden(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//…@');
}
