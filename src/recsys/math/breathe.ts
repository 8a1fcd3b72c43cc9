/** Lets the event loop turn inside a long computation, so that a Stop and the page's messages come through. */

let last = 0;

/** One turn, by what makes it cheapest: under Node its own way, which leaves nothing open that would keep a program from ending. */
function makeTurn(): () => Promise<void> {
  if (typeof setImmediate === 'function') return () => new Promise((resolve) => void setImmediate(resolve));
  if (typeof MessageChannel === 'undefined') return () => new Promise((resolve) => void setTimeout(resolve, 0));
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()!();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(null);
    });
}

let turn: (() => Promise<void>) | undefined;

/**
 * Waits for one turn of the event loop, but only when `every` milliseconds have passed since the last one; cheap enough to await in a
 * loop over users or batches. Timing decides only when it waits, never what is computed.
 */
export async function breathe(every = 16): Promise<void> {
  const now = performance.now();
  if (now - last < every) return;
  turn ??= makeTurn();
  await turn();
  last = performance.now();
}

/**
 * Runs a generator to its end, letting the event loop turn between its steps, and gives its result.
 *
 * @throws the signal's reason if it is aborted
 */
export async function inTurns<T>(steps: Generator<void, T>, signal?: AbortSignal): Promise<T> {
  for (;;) {
    signal?.throwIfAborted();
    const step = steps.next();
    if (step.done) return step.value;
    await breathe();
  }
}
