/** For people who ask for less motion: nothing moves by itself, and every change of state is told all the same. */
import { expect, test } from './fixtures';

test('with reduced motion nothing is animated while the run plays, and states still change', async ({ playground }) => {
  const { page } = playground;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await playground.open();
  const moving = (): Promise<readonly string[]> => page.evaluate(() => {
    const lasting = document.getAnimations().filter(({ effect }) => Number(effect?.getComputedTiming().duration ?? 0) > 1);
    return lasting.map(({ effect }) => (effect instanceof KeyframeEffect ? (effect.target?.className ?? '') : '?').toString());
  });
  // Dots would travel along the wires: instead each wire says how much flows.
  await expect(page.locator('canvas.dots')).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Wire from Shoppers to Checkout.* calls a second/ })).toBeVisible();
  expect(await moving()).toEqual([]);
  await playground.lever(/^Inventory is slow/);
  await playground.speed('4×');
  await expect(playground.node('Checkout')).toContainText('Overloaded', { timeout: 60_000 });
  expect(await moving()).toEqual([]);
  await page.getByRole('button', { name: 'Scenarios', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Scenarios' })).toBeVisible();
  expect(await moving()).toEqual([]);
});
