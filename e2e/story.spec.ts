/** The story of exercise 3 as a user sees it: without a breaker checkout dies, with it nothing happens to checkout. */
import { expect, test } from './fixtures';

const fail = (): never => {
  throw new Error('it is not drawn');
};

test('without a breaker: the queue grows, memory fills, checkout dies, and the page says why', async ({ playground }) => {
  const { page } = playground;
  await playground.open();
  await expect(page.getByRole('heading', { name: 'All is well' })).toBeVisible();
  await page.getByRole('button', { name: 'a pod dies' }).click();
  await playground.speed('20×');
  await expect(page.getByRole('heading', { name: 'Requests pile up in Checkout', exact: true })).toBeVisible();
  // It stands still when the pod dies, however fast the machine is.
  await expect(page.getByRole('heading', { name: 'Checkout is down' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('heading', { name: 'Why Checkout died' })).toBeVisible();
  await expect(
    page.getByText(/out of memory with 1[01],\d\d\d requests held|out of memory with 1[01]\d\d\d requests held/).first(),
  ).toBeVisible();
});

test('with the breaker switched on in time: the machine opens, the queue stays flat, nobody is lost', async ({ playground }) => {
  const { page } = playground;
  await playground.open();
  await playground.lever(/^Breaker: Checkout to Inventory/);
  await expect(page.getByText('Circuit breaker · Checkout to Inventory').first()).toBeVisible();
  await playground.speed('20×');
  await expect(page.getByRole('heading', { name: /The breaker Checkout to Inventory is open/ })).toBeVisible();
  await playground.speed('max');
  await playground.end();
  await expect(page.getByRole('heading', { name: 'Checkout is down' })).toHaveCount(0);
  const rows = page.getByRole('table').filter({ hasText: 'Longest queue' }).getByRole('row');
  const figures = async (name: string): Promise<number[]> =>
    (await rows.filter({ hasText: name }).getByRole('cell').allTextContents()).map((text) => Number(text.replaceAll(',', '')));
  await expect.poll(async () => (await figures('Longest queue'))[1]).toBeGreaterThan(10_000);
  expect((await figures('Longest queue'))[0]).toBeLessThan(500);
  expect((await figures('Requests lost'))[0]).toBe(0);
  expect((await figures('Requests lost'))[1]).toBeGreaterThan(5_000);
});

test('slowing inventory by hand, ending it, and undoing do what they say', async ({ playground }) => {
  const { page } = playground;
  await playground.open();
  await playground.lever(/^Inventory is slow/);
  await expect(page.getByRole('switch', { name: /^Inventory is slow/ })).toBeChecked();
  await expect(page.getByRole('button', { name: /^Undo: Slow on inventory/ })).toBeEnabled();
  await expect(page.getByRole('heading', { name: /Something is wrong|Requests pile up in Checkout/ })).toBeVisible();
  await playground.lever(/^Inventory is slow/);
  await expect(page.getByRole('switch', { name: /^Inventory is slow/ })).not.toBeChecked();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('switch', { name: /^Inventory is slow/ })).toBeChecked();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('switch', { name: /^Inventory is slow/ })).not.toBeChecked();
  expect(await playground.seconds()).toBeGreaterThan(0);
});

test('going back and forth shows the same moments', async ({ playground }) => {
  const { page } = playground;
  await playground.open();
  await playground.speed('max');
  await playground.end();
  const atEnd = await playground.fingerprint();
  const slider = page.getByRole('slider', { name: /moment|time/i });
  await slider.focus();
  await page.keyboard.press('Home');
  await expect.poll(() => playground.seconds()).toBe(0);
  await page.keyboard.press('End');
  // The clock shows the moment that is wanted while it is still being computed.
  await expect.poll(() => playground.fingerprint(), { timeout: 60_000 }).toBe(atEnd);
  // A moment under the pointer over a chart is the moment that the parts show, and the run stays where it is.
  const plot = (await page.getByRole('figure', { name: /^Chart: Waiting/ }).locator('.chart-hover').boundingBox()) ?? fail();
  const checkout = playground.node('Checkout');
  await page.mouse.move(plot.x + plot.width * 0.3, plot.y + plot.height / 2);
  await expect(page.getByText(/^Parts as of 0:3\d\.\d$/)).toBeVisible();
  const figure = (await page.locator('.chart-note-row').filter({ hasText: 'Checkout' }).locator('b').textContent()) ?? '';
  expect(Number(figure.replaceAll(',', ''))).toBeGreaterThan(1000);
  await expect(checkout.getByText(figure, { exact: true })).toBeVisible();
  expect(await playground.fingerprint()).toBe(atEnd);
  // So it is under the dragged playhead, until it is let go: then the run goes there.
  const head = (await slider.boundingBox()) ?? fail();
  await page.mouse.move(head.x + head.width / 2, head.y + 8);
  await expect(page.getByText(/^Parts as of/)).toHaveCount(0);
  await page.mouse.down();
  await page.mouse.move(head.x / 2, head.y + 8);
  await expect(page.getByText(/^Parts as of/)).toBeVisible();
  expect(await playground.fingerprint()).toBe(atEnd);
  const dragged = await playground.seconds();
  await page.mouse.up();
  await expect(page.getByText(/^Parts as of/)).toHaveCount(0);
  await expect.poll(() => playground.fingerprint()).not.toBe(atEnd);
  expect(await playground.seconds()).toBe(dragged);
  await slider.focus();
  await page.keyboard.press('End');
  await expect.poll(() => playground.fingerprint(), { timeout: 60_000 }).toBe(atEnd);
  // Steps add up, however the answers to earlier ones fall between them.
  for (let i = 0; i < 7; i++) await page.keyboard.press('PageDown');
  await expect.poll(() => playground.fingerprint(), { timeout: 60_000 }).not.toBe(atEnd);
  await expect.poll(() => playground.seconds()).toBe(50);
});
