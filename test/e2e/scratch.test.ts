import { describe, expect, it } from 'vitest';
import { cellOf, useBrowser } from './browser';

const visit = useBrowser();

describe('the scratch cell', () => {
  it('comes by its keys, sees the chapter’s names, is kept and shared, and goes when it is removed', async () => {
    const { page, complaints } = await visit('theory/metrics/');
    const scratch = cellOf(page, 'scratch-cell');
    await page.locator('button:enabled', { hasText: '▶ Run' }).first().waitFor();
    expect(await scratch.figure.count()).toBe(0);
    await page.keyboard.press('Shift+Alt+n');
    await scratch.figure.locator('.cm-content').waitFor();
    await expect.poll(() => scratch.figure.locator('.cm-editor.cm-focused').count()).toBe(1);
    await page.keyboard.insertText('display(stars.length * 100);');
    await scratch.run();
    await scratch.reaches('done');
    expect(await scratch.text()).toContain('600');
    expect(await cellOf(page, 'errors').figure.getAttribute('data-status')).toBe('done');

    await page.reload();
    await expect.poll(() => scratch.text()).toContain('display(stars.length * 100);');
    await scratch.choose('Remove this cell');
    await scratch.figure.waitFor({ state: 'detached' });
    await page.reload();
    await page.locator('button:enabled', { hasText: '▶ Run' }).first().waitFor();
    expect(await scratch.figure.count()).toBe(0);

    await page.locator('summary', { hasText: 'Chapter' }).click();
    await page.getByRole('button', { name: 'Scratch cell' }).click();
    await scratch.figure.locator('.cm-content').waitFor();
    expect(complaints).toEqual([]);
  });
});
