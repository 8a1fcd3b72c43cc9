import { describe, expect, it } from 'vitest';
import { useBrowser } from './browser';

const visit = useBrowser();

describe('the home page', () => {
  it('trains a ranker by its big button, and says what it took', async () => {
    const { page, complaints } = await visit('');
    const ranker = page.locator('#cell-train');
    await page.getByRole('button', { name: 'Train the one' }).click();
    await expect
      .poll(() => ranker.innerText(), { timeout: 60_000 })
      .toMatch(/trained in \d[\d.]* s · [\d,]+ watches · nDCG@10 \.\d{3}/);
    expect(await ranker.getByRole('listitem').first().innerText()).toContain('V for Vendetta');
    expect(complaints).toEqual([]);
  });

  it('ranks for films that a visitor picks, in the code that they see, and keeps them', async () => {
    const { page, complaints } = await visit('');
    const ranker = page.locator('#cell-train');
    const first = () => ranker.getByRole('listitem').first().innerText();
    const field = ranker.getByLabel('Add a film you like');
    await ranker.getByRole('button', { name: 'The Matrix' }).click();
    await ranker.getByRole('button', { name: 'Alien' }).click();
    await field.fill('toy story');
    await field.press('Enter');
    await field.fill('Shrek (2001)');
    await expect.poll(first, { timeout: 60_000 }).toMatch(/Shrek 2|Toy Story 2/);
    expect(await ranker.locator('pre').last().innerText()).toContain("['Toy Story (1995)', 'Shrek (2001)']");
    await field.fill('no such film');
    await field.press('Enter');
    await expect.poll(() => ranker.innerText()).toContain('No film like “no such film”');
    await page.reload();
    await expect.poll(() => ranker.getByRole('button', { name: 'Shrek take away' }).count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  it('shows its saved ranking without JavaScript', async () => {
    const { page } = await visit('', { javaScriptEnabled: false });
    expect(await page.locator('#cell-train li').count()).toBe(6);
    expect(await page.locator('#cell-train').innerText()).toMatch(/nDCG@10 \.\d{3}/);
  });
});
