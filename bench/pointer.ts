/** A pointer that moves over a page at a steady pace, however busy the page is, and how late each movement is heard there. */
import type { Page } from 'playwright-core';

/** Milliseconds between two movements. */
export const STEP = 20;

/** In the page: begins to note how late movements are heard, those that came together with a later one included. */
const note = () => {
  const delays: number[] = [];
  (window as unknown as { delays: number[] }).delays = delays;
  addEventListener(
    'pointermove',
    (event) => delays.push(...event.getCoalescedEvents().map(({ timeStamp }) => performance.now() - timeStamp)),
    { capture: true },
  );
};

/**
 * A function that moves the pointer while something is done. Its movements wait for no answer, or a page that hears them late would be asked less often; a delay is counted
 * from the moment when a movement is sent. Gives the delays in milliseconds.
 */
export async function watchPointer(page: Page): Promise<(during: () => Promise<void>) => Promise<number[]>> {
  const session = await page.context().newCDPSession(page);
  await page.evaluate(note);
  return async (during) => {
    const sent: Promise<unknown>[] = [];
    const move = () => {
      const [x, y] = [300 + ((7 * sent.length) % 200), 500 + ((3 * sent.length) % 50)];
      sent.push(session.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y, timestamp: Date.now() / 1000 }));
    };
    await page.evaluate(() => void ((window as unknown as { delays: number[] }).delays.length = 0));
    const timer = setInterval(move, STEP);
    await during();
    clearInterval(timer);
    await Promise.all(sent);
    await page.waitForTimeout(100); // until the last one is heard
    return page.evaluate(() => (window as unknown as { delays: number[] }).delays.slice());
  };
}
