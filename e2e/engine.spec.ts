/**
 * If the engine dies, I keep my document and can run again (RELIABILITY R8): whatever happens to the worker, the page says so within
 * seconds, nothing of the document or its history is lost, and a new run gives what it always gives.
 */
import { expect, test as base, type Page } from '@playwright/test';
import { Playground } from './fixtures';

/** Faults are meant here, so the console may speak of them; the page itself must not throw. */
const test = base.extend<{ playground: Playground }>({
  playground: async ({ page }, use) => {
    const found: string[] = [];
    page.on('pageerror', ({ message }) => found.push(message));
    await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'));
    await use(new Playground(page));
    expect(found).toEqual([]);
  },
});

const engine = (page: Page) => page.workers().find((worker) => worker.url().includes('entry'));

const FAULTS = [
  ['an exception', () => void setTimeout(() => { throw new Error('a test has thrown'); }), 'a test has thrown'],
  ['a promise that nobody caught', () => void Promise.reject(new Error('a test has refused')), 'a test has refused'],
  ['an endless loop', () => { for (;;); }, 'has not answered for 5 seconds'],
  ['its own end', () => { self.close(); }, 'has not answered for 5 seconds'],
] as const;

// The others end in the same two ways.
const inDepth = process.env['FAULTLINE_DEEP'] === '1';

for (const [name, strike, words] of inDepth ? FAULTS : [FAULTS[1], FAULTS[2]]) {
  test(`${name} in the engine: the page says so, and the run can begin anew`, async ({ playground }) => {
    const { page } = playground;
    await playground.open();
    // An edit, so that there is something to lose.
    await page.locator('.part').filter({ hasText: 'Checkout' }).focus();
    await page.keyboard.press('F2');
    await page.keyboard.type('Till');
    await page.keyboard.press('Enter');
    // An endless loop never comes back from here.
    void engine(page)?.evaluate(strike).catch(() => undefined);
    await expect(page.getByText(words, { exact: false }).first()).toBeVisible({ timeout: 12_000 });
    await expect(page.locator('.part').filter({ hasText: 'Till' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Undo: rename Checkout to Till', exact: true })).toBeEnabled();

    await playground.speed('max');
    await page.getByRole('button', { name: 'Start again' }).click();
    await playground.end();
    const again = await playground.fingerprint();
    expect(again).toMatch(/^[0-9a-f]{16}$/);
    await page.getByRole('button', { name: 'Undo: rename Checkout to Till', exact: true }).click();
    await expect(page.locator('.part').filter({ hasText: 'Checkout' })).toBeVisible();
  });
}

test('nonsense from the engine is nobody’s, and nonsense to it changes nothing', async ({ playground }) => {
  const { page } = playground;
  await playground.open();
  await playground.speed('max');
  await engine(page)?.evaluate(() => {
    for (const message of [null, 5, 'x', {}, { type: 'frame' }, { run: 1 }, { type: 'nothing', run: 1 }]) postMessage(message);
  });
  await playground.end();
  expect(await playground.fingerprint()).toMatch(/^[0-9a-f]{16}$/);
});

test('an engine that cannot be loaded is told, and loads when it can', async ({ playground }) => {
  const { page } = playground;
  await page.route(/entry.*\.js/, (route) => route.fulfill({ status: 404, body: 'gone' }));
  await page.goto('./');
  await expect(page.getByText('The engine stopped').first()).toBeVisible();
  await expect(page.locator('.part').filter({ hasText: 'Checkout' })).toBeVisible();
  await page.unroute(/entry.*\.js/);
  await page.getByRole('button', { name: 'Start again' }).click();
  await expect(page.locator('[data-fingerprint]')).toHaveAttribute('data-fingerprint', /^[0-9a-f]{16}$/);
});
