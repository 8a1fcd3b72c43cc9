/** A cell that runs, as a bench drives it. */
import type { Page } from 'playwright-core';

/** In the page: clicks Run and waits for the end. Gives the status. */
const runThere = (id: string) =>
  new Promise<string>((resolve) => {
    const figure = document.getElementById(`cell-${id}`)!;
    let hasBegun = false;
    const observer = new MutationObserver(() => {
      const status = figure.dataset.status!;
      const isAtWork = status === 'queued' || status === 'running';
      if (hasBegun && !isAtWork) {
        observer.disconnect();
        resolve(status);
      }
      hasBegun ||= isAtWork;
    });
    observer.observe(figure, { attributes: true, attributeFilter: ['data-status'] });
    [...figure.querySelectorAll('button')].find((button) => button.textContent.includes('Run'))!.click();
  });

/** Runs a cell to its end; throws where that is not what it should be. Nothing is asked of the page meanwhile that a reader does not ask. */
export async function runCell(page: Page, cell: string): Promise<void> {
  await page.locator(`#cell-${cell} button:enabled`, { hasText: 'Run' }).first().waitFor();
  const status = await page.evaluate(runThere, cell);
  if (status !== 'done') throw new Error(`${cell} must run to its end, got ${status}`);
}
