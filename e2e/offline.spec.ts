/** With the cable out: everything works from what the browser keeps. And a new version waits to be let in. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, Playground, test } from './fixtures';
import { serviceWorkerOf } from '../src/tooling/offline-plugin.mjs';
import { serve } from '../src/tooling/server.mjs';

/** A copy of the built page on a server of its own, which can be stopped and changed. */
async function serveCopy(): Promise<{ folder: string; address: string; close: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-offline-'));
  cpSync(fileURLToPath(new URL('../dist', import.meta.url)), folder, { recursive: true });
  const { port, close } = await serve({ folder, port: 0 });
  return { folder, address: `http://127.0.0.1:${port}/`, close };
}

test('the whole page works after the server has gone', async ({ page }) => {
  const copy = await serveCopy();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  // What a reload breaks off is asked for again by the page that comes.
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    if (why !== 'net::ERR_ABORTED') problems.push(`${request.url()} failed: ${why}`);
  });
  try {
    await page.goto(copy.address);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
    copy.close();
    await page.reload();
    const playground = new Playground(page);
    await playground.speed('max');
    await playground.end();
    expect(await playground.fingerprint()).toMatch(/^[0-9a-f]{16}$/);
    // Pieces that are fetched only when they are wanted: charts, gallery, inspector, requests, outline, help, the course.
    await expect(page.locator('.recharts-surface').first()).toBeVisible();
    await page.getByRole('button', { name: 'Help' }).click();
    await expect(page.getByText('Ready for offline use')).toBeVisible();
    await page.keyboard.press('Escape');
    for (const name of ['Inspector', 'Requests', 'Outline', 'Log']) {
      await page.getByRole('tab', { name }).click();
      await expect(page.getByRole('tabpanel', { name })).not.toBeEmpty();
    }
    await page.getByRole('tab', { name: 'Course' }).click();
    await page.getByRole('button', { name: /Circuit breaker/i }).first().click();
    await page.getByRole('radio').first().click();
    await expect(page.getByText(/right|not quite|wrong/i).first()).toBeVisible();
    expect(problems).toEqual([]);
  } finally {
    copy.close();
    rmSync(copy.folder, { recursive: true });
  }
});

test('a new version asks before it takes over', async ({ page }) => {
  const copy = await serveCopy();
  try {
    await page.goto(copy.address);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
    // Chromium puts off such work as long as a page keeps it busy.
    await page.getByRole('button', { name: 'Pause' }).first().click();
    const index = join(copy.folder, 'index.html');
    writeFileSync(index, readFileSync(index, 'utf8').replace('<head>', '<head><meta name="build" content="B">'));
    writeFileSync(join(copy.folder, 'sw.js'), serviceWorkerOf(copy.folder));
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    await expect(page.getByText('A new version of Faultline is here', { exact: true })).toBeVisible();
    // Until then everything is the old one, also after a reload.
    await expect(page.locator('meta[name="build"]')).toHaveCount(0);
    await page.getByRole('button', { name: 'Reload' }).click();
    await expect(page.locator('meta[name="build"]')).toHaveCount(1);
    await expect(page.locator('[data-fingerprint]')).toHaveAttribute('data-fingerprint', /^[0-9a-f]{16}$/);
  } finally {
    copy.close();
    rmSync(copy.folder, { recursive: true });
  }
});
