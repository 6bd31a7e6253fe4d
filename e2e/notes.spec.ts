/** Notes, frames, groups, names typed in place, ends of wires led elsewhere: by mouse, by keyboard alone, and by touch. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures';

const undo = (page: Page, label: string): Locator => page.getByRole('button', { name: `Undo: ${label}`, exact: true });
const part = (page: Page, name: string): Locator => page.locator('.part').filter({ has: page.getByText(name, { exact: true }) });

async function placeOf(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error('it is not on the page');
  return { x: Math.round(box.x), y: Math.round(box.y) };
}

test('a group moves as one, and undo puts it back', async ({ playground }) => {
  const { page } = playground;
  await playground.open('run=0');
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  await part(page, 'Shoppers').click({ position: { x: 60, y: 12 } });
  await part(page, 'Checkout').click({ position: { x: 60, y: 12 }, modifiers: ['Shift'] });
  await page.keyboard.press('Control+g');
  await expect(undo(page, 'group Checkout and Shoppers')).toBeEnabled();
  const group = page.getByRole('group', { name: 'Group: Group' });
  await expect(group).toBeFocused();

  // The camera is in somebody's hands from now on.
  await page.getByRole('button', { name: 'Zoom out' }).click();
  await page.waitForTimeout(600);
  const inventory = await placeOf(part(page, 'Inventory'));
  const [shoppers, checkout] = [await placeOf(part(page, 'Shoppers')), await placeOf(part(page, 'Checkout'))];
  const head = group.locator('.frame-head');
  const { x, y } = await placeOf(head);
  await page.mouse.move(x + 20, y + 10);
  await page.mouse.down();
  await page.mouse.move(x + 20, y + 80, { steps: 8 });
  await page.mouse.up();
  await expect(undo(page, 'move 3 parts')).toBeEnabled();
  const moved = [await placeOf(part(page, 'Shoppers')), await placeOf(part(page, 'Checkout'))];
  expect(moved[0]!.y - shoppers.y).toBeGreaterThan(40);
  // Half a pixel either way is rounding.
  expect(Math.abs(moved[1]!.y - checkout.y - (moved[0]!.y - shoppers.y))).toBeLessThanOrEqual(1);
  expect(await placeOf(part(page, 'Inventory'))).toEqual(inventory);

  await page.keyboard.press('Control+z');
  await expect.poll(() => placeOf(part(page, 'Shoppers'))).toEqual(shoppers);
  await group.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Ungroup' }).click();
  await expect(group).toHaveCount(0);
  await expect(part(page, 'Shoppers')).toBeVisible();
});

test('a note is carried from the palette and written at once; the file keeps it', async ({ playground }) => {
  const { page } = playground;
  await playground.open('run=0');
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  const canvas = await page.locator('.canvas').boundingBox();
  await page.getByRole('button', { name: 'Add Note', exact: true }).click();
  await page.mouse.click((canvas?.x ?? 0) + 120, (canvas?.y ?? 0) + 60);
  await expect(page.getByRole('textbox', { name: 'Text of the note' })).toBeFocused();
  await page.keyboard.type('Why does it grow?\nLook at Little.');
  await page.keyboard.press('Control+Enter');
  const note = page.getByRole('group', { name: /^Note: Why does it grow/ });
  await expect(note).toBeFocused();
  // Markup is text.
  await page.keyboard.press('F2');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('<b onclick="x()">grow</b>');
  await page.keyboard.press('Control+Enter');
  await expect(note.or(page.getByRole('group', { name: /^Note: <b/ }))).toContainText('<b onclick="x()">grow</b>');
  await page.reload();
  await expect(page.getByRole('group', { name: /^Note: <b/ })).toBeVisible();
});

test('by keyboard alone: group, move, name a part, lead a wire elsewhere', async ({ playground }) => {
  const { page } = playground;
  await playground.open('run=0');
  await playground.speed('¼×');
  await part(page, 'Checkout').focus();
  await page.keyboard.press('F2');
  await expect(page.getByRole('textbox', { name: 'Name of Checkout' })).toBeFocused();
  await page.keyboard.type('Till');
  await page.keyboard.press('Enter');
  await expect(undo(page, 'rename Checkout to Till')).toBeEnabled();
  await expect(part(page, 'Till')).toBeFocused();
  await page.keyboard.press('F2');
  await page.keyboard.type('Nobody');
  await page.keyboard.press('Escape');
  await expect(part(page, 'Till')).toBeFocused();

  await page.keyboard.press('Enter');
  await part(page, 'Inventory').focus();
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.press('Control+g');
  const group = page.getByRole('group', { name: 'Group: Group' });
  await expect(group).toBeFocused();
  const before = await placeOf(part(page, 'Till'));
  await page.keyboard.press('Shift+ArrowDown');
  await expect.poll(async () => (await placeOf(part(page, 'Till'))).y).toBeGreaterThan(before.y + 20);
  await page.keyboard.press('Control+Shift+g');
  await expect(group).toHaveCount(0);

  // The client's wire is led past the till.
  const wire = page.getByRole('button', { name: /^Wire from Shoppers to Till/ });
  await wire.focus();
  await page.keyboard.press('c');
  await expect(page.getByRole('menuitem', { name: /Till.*there already/ })).toBeDisabled();
  await page.getByRole('menuitem', { name: 'Inventory' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Wire from Shoppers to Inventory/ })).toBeFocused();
});

test.describe('by touch', () => {
  test.use({ hasTouch: true });

  test('a tap selects, a finger draws a wire, and another one moves the view', async ({ playground }) => {
    const { page } = playground;
    await playground.open('run=0');
    await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
    await part(page, 'Inventory').tap({ position: { x: 60, y: 12 } });
    await expect(part(page, 'Inventory')).toHaveAttribute('aria-current', 'true');

    const touch = await page.context().newCDPSession(page);
    const drag = async (from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> => {
      await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [from] });
      for (const share of [0.25, 0.5, 0.75, 1]) {
        const at = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
        await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [at] });
      }
      await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    };
    const centre = async (locator: Locator): Promise<{ x: number; y: number }> => {
      const box = await locator.boundingBox();
      return { x: (box?.x ?? 0) + (box?.width ?? 0) / 2, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 };
    };
    const port = part(page, 'Inventory').locator('.part-port[data-side="bottom"]');
    await drag(await centre(port), await centre(part(page, 'Checkout')));
    await expect(undo(page, 'connect Inventory to Checkout')).toBeEnabled();

    const before = await placeOf(part(page, 'Shoppers'));
    const canvas = await page.locator('.canvas').boundingBox();
    const from = { x: (canvas?.x ?? 0) + 300, y: (canvas?.y ?? 0) + 60 };
    await drag(from, { x: from.x + 90, y: from.y + 40 });
    await expect.poll(async () => (await placeOf(part(page, 'Shoppers'))).x).toBeGreaterThan(before.x + 60);
  });
});
