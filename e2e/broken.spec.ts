/**
 * A broken part shows a message, not a white page (RELIABILITY R14): whatever breaks, the rest works, the message has the focus where
 * nobody works elsewhere, the work can be downloaded, and trying again brings the part back.
 */
import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';

const shipped = readFileSync(new URL('../scenarios/circuit-breaker/base.json', import.meta.url), 'utf8');

const PARTS = [
  { part: 'Faultline', isAll: true },
  { part: 'The canvas', isAll: false },
  { part: 'Checkout', isAll: false },
  { part: 'The story', isAll: false },
  { part: 'The time bar', isAll: false },
  { part: 'The chart of waiting', isAll: false },
] as const;

for (const { part, isAll } of PARTS) {
  test(`${part} breaks: a message, the work, and the way back`, async ({ page }) => {
    const found: string[] = [];
    page.on('pageerror', ({ message }) => found.push(message));
    await page.addInitScript((name) => {
      Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');
      (globalThis as { faultlineBreaks?: string }).faultlineBreaks = name;
    }, part);
    await page.goto('./');
    const message = page.getByRole('alert').filter({ hasText: `${part} stopped working` });
    await expect(message).toBeVisible();
    await expect(message).toBeFocused();
    // The others go on.
    if (!isAll) await expect(page.locator('[data-fingerprint]')).toHaveAttribute('data-fingerprint', /^[0-9a-f]{16}$/);

    const coming = page.waitForEvent('download');
    await message.getByRole('button', { name: 'Download my work' }).click();
    expect(readFileSync(await (await coming).path(), 'utf8')).toBe(shipped);

    await page.evaluate(() => {
      Reflect.deleteProperty(globalThis, 'faultlineBreaks');
    });
    await message.getByRole('button', { name: 'Try again' }).click();
    await expect(message).toHaveCount(0);
    await expect(page.locator('.part').filter({ hasText: 'Checkout' })).toBeVisible();
    await expect(page.locator('.chart').first()).toBeVisible();
    expect(found).toEqual([]);
  });
}

/** Breaks a part at its next look, or mends all. */
const breaks = (page: Page, name: string): Promise<void> =>
  page.evaluate((part) => void ((globalThis as { faultlineBreaks?: string }).faultlineBreaks = part), name);

/** A part has broken: says so and gives the work. Resolves to the message. */
async function broken(page: Page, part: string): Promise<ReturnType<Page['getByRole']>> {
  const message = page.getByRole('alert').filter({ hasText: `${part} stopped working` });
  await expect(message).toBeVisible();
  const coming = page.waitForEvent('download');
  await message.getByRole('button', { name: 'Download my work' }).click();
  expect(readFileSync(await (await coming).path(), 'utf8')).toBe(shipped);
  return message;
}

const TABS = [
  ['Course', 'The course'],
  ['Inspector', 'The inspector'],
  ['Requests', 'The list of requests'],
  ['Outline', 'The outline'],
  ['Log', 'The log'],
] as const;

test('a panel or a tab breaks: the others work, and so does it again', async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'));
  await page.goto('./');
  for (const [tab, part] of TABS) {
    await breaks(page, part);
    await page.getByRole('tab', { name: tab, exact: true }).click();
    const message = await broken(page, part);
    await page.getByRole('tab', { name: 'Story' }).click();
    await expect(page.getByRole('switch').first()).toBeVisible();
    await breaks(page, '');
    // A tab that is brought forward again is drawn anew.
    await page.getByRole('tab', { name: tab, exact: true }).click();
    await expect(message).toHaveCount(0);
  }
  for (const part of ['The rail', 'The charts', 'The side panel']) {
    await breaks(page, part);
    // Draws the page anew.
    for (const name of ['Close side panel', 'Open side panel']) await page.getByRole('button', { name }).click();
    const message = await broken(page, part);
    await breaks(page, '');
    await message.getByRole('button', { name: 'Try again' }).click();
    await expect(message).toHaveCount(0);
  }
});

test('a dialog that cannot be fetched is told, and opens when it can', async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'));
  await page.route(/ExportDialog.*\.js/, (route) => route.abort());
  await page.goto('./');
  await expect(page.locator('html[data-keys="bound"]')).toBeAttached();
  await page.keyboard.press('Control+s');
  await expect(page.getByText('The dialog could not be opened', { exact: true })).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: 'stopped working' })).toHaveCount(0);
  await page.unroute(/ExportDialog.*\.js/);
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('button', { name: 'JSON file', exact: true })).toBeVisible();
});
