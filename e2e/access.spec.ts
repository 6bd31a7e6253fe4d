/** For everybody: axe finds nothing in any theme and state, and the whole task works from the keyboard. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixtures';

/** What the inspector shows in each theme: everything, one part, several parts that are edited together. */
const SELECTED = { dark: [], light: ['Checkout', 'Inventory'], projector: ['Checkout'] } as const;

for (const [theme, selected] of Object.entries(SELECTED)) {
  test(`axe finds nothing in the ${theme} theme, idle, mid-run and after the failure`, async ({ playground }) => {
    const { page } = playground;
    // Axe looks at every element seven times over.
    test.setTimeout(300_000);
    const check = async (): Promise<void> => {
      // What is still fading in has less contrast than it will have.
      await page.evaluate(async () => {
        const passing = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
        await Promise.allSettled(passing.map(({ finished }) => finished));
      });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.map(
          ({ id, nodes }) =>
            `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary ?? ''}`).join(' | ')}`,
        ),
      ).toEqual([]);
    };
    const isPaused = async (): Promise<void> => expect(page.getByRole('button', { name: /^Play/ })).toBeVisible({ timeout: 60_000 });
    await playground.open(`profile=${theme}&pin=nodes.inventory.settings.workers`);
    await page.getByRole('button', { name: /^(Pause|Play)/ }).first().click();
    await isPaused();
    await check();
    await page.getByRole('button', { name: /^(Pause|Play)/ }).first().click();
    await playground.lever(/^Breaker: Checkout to Inventory/);
    // It stands still at the moment that matters, however fast the machine is.
    await page.getByRole('button', { name: 'breaker opens' }).click();
    await playground.speed('20×');
    await isPaused();
    await expect(page.getByRole('heading', { name: /The breaker Checkout to Inventory is open/ })).toBeVisible();
    await check();
    await playground.lever(/^Breaker: Checkout to Inventory/);
    await playground.speed('max');
    await page.getByRole('button', { name: /^Play/ }).click();
    await playground.end();
    await expect(page.getByRole('heading', { name: 'Why Checkout died' })).toBeVisible();
    await check();
    for (const part of selected) await playground.node(part).locator('.part').click({ modifiers: ['Shift'] });
    // The story has been looked at three times by now.
    for (const tab of ['Inspector', 'Log']) {
      await page.getByRole('tab', { name: tab }).click();
      await check();
    }
    await page.getByRole('button', { name: 'Help' }).click();
    // It is fetched when it is asked for.
    const help = page.getByRole('dialog', { name: 'Faultline in a minute' });
    await expect(help.getByRole('button', { name: 'Back to the run' })).toBeVisible();
    await check();
  });
}

test('the story by keyboard alone: breaker on, faster, pause, step, undo', async ({ playground }) => {
  const { page } = playground;
  await playground.open();
  const reach = async (name: RegExp, role: 'switch' | 'radio' | 'tab'): Promise<void> => {
    const target = page.getByRole(role, { name }).first();
    for (let i = 0; i < 120; i++) {
      await page.keyboard.press('Tab');
      if (await target.evaluate((element) => element === document.activeElement)) return;
    }
    throw new Error(`Tab does not reach the ${role} ${String(name)}`);
  };
  await reach(/^Breaker: Checkout to Inventory/, 'switch');
  await page.keyboard.press('Space');
  await expect(page.getByRole('switch', { name: /^Breaker: Checkout to Inventory/ })).toBeChecked();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('switch', { name: /^Breaker: Checkout to Inventory/ })).not.toBeChecked();
  await page.keyboard.press('Control+y');
  await expect(page.getByRole('switch', { name: /^Breaker: Checkout to Inventory/ })).toBeChecked();
  // With nothing focused, the space bar belongs to the page: the canvas must not keep it.
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  // Frames that were under way still come in: on a slow machine for a while.
  let before = Number.NaN;
  await expect
    .poll(async () => {
      const last = before;
      await page.waitForTimeout(700);
      before = await playground.seconds();
      return before === last;
    })
    .toBe(true);
  await page.keyboard.press('.');
  await expect.poll(() => playground.seconds()).toBeCloseTo(before + 0.1, 5);
  // On a part the space bar selects, until there is nothing left to select.
  const part = playground.node('Checkout').locator('.part');
  await part.focus();
  await page.keyboard.press('Space');
  await expect(part).toHaveAttribute('aria-current', 'true');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
  await expect(part).toHaveAttribute('aria-current', 'true');
});
