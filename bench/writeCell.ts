/** A cell with other code in it. */
import type { Page } from 'playwright-core';

/** Opens the cell's editor and writes the code in place of what stands there; waits until the page has come to life. */
export async function writeCell(page: Page, cell: string, code: string): Promise<void> {
  const figure = page.locator(`#cell-${cell}`);
  await figure.locator('button:enabled', { hasText: 'Run' }).first().waitFor(); // a column's name is a button from the start
  await figure.locator('pre').first().click();
  const editor = figure.locator('.cm-content');
  await editor.waitFor();
  await editor.press('Control+a');
  await page.keyboard.insertText(code);
}
