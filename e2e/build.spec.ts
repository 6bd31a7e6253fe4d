/**
 * The base of exercise 3 from an empty canvas: once by mouse, once by keyboard on the canvas (the outline's way is in outline.spec.ts).
 * What is exported is the shipped system each time.
 */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { expect, type Playground, test } from './fixtures';
import { essence, shippedStory, type SystemFile } from './system';

const part = (page: Page, name: string): Locator =>
  page.locator('.react-flow__node-part').filter({ has: page.getByText(name, { exact: true }) });
const inspector = (page: Page): Locator => page.getByRole('tabpanel', { name: 'Inspector' });

async function middle(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error('it is not on the page');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}

async function emptied(playground: Playground): Promise<void> {
  const { page } = playground;
  await playground.open();
  await playground.speed('¼×');
  await page.locator('#canvas').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await expect(page.getByRole('heading', { name: 'Nothing here yet' })).toBeVisible();
}

async function exported(page: Page, press: (button: Locator) => Promise<void>): Promise<SystemFile> {
  const coming = page.waitForEvent('download');
  await press(page.getByRole('button', { name: 'JSON file', exact: true }));
  return JSON.parse(readFileSync(await (await coming).path(), 'utf8')) as SystemFile;
}

test('by mouse', async ({ playground }) => {
  test.slow();
  const { page } = playground;
  await emptied(playground);
  const canvas = await page.locator('.canvas').boundingBox();
  const at = (across: number): { x: number; y: number } => ({
    x: (canvas?.x ?? 0) + (canvas?.width ?? 0) * across, y: (canvas?.y ?? 0) + (canvas?.height ?? 0) * 0.4,
  });
  const wanted = [['Client', 'Shoppers', 0.16], ['Service', 'Checkout', 0.48], ['Service', 'Inventory', 0.82]] as const;
  for (const [kind, name, across] of wanted) {
    await drag(page, await middle(page.getByRole('button', { name: `Add ${kind}`, exact: true })), at(across));
    await part(page, kind).locator('.part-name').dblclick();
    await page.getByRole('textbox', { name: `Name of ${kind}` }).fill(name);
    await page.keyboard.press('Enter');
    await expect(part(page, name)).toBeVisible();
  }
  for (const [from, to] of [['Shoppers', 'Checkout'], ['Checkout', 'Inventory']] as const) {
    await part(page, from).locator('.part').hover();
    await drag(page, await middle(part(page, from).locator('.part-port[data-side="right"]')), await middle(part(page, to)));
    await expect(page.getByRole('button', { name: new RegExp(`^Wire from ${from} to ${to}`) })).toBeVisible();
  }

  const set = async (label: string, value: string): Promise<void> => {
    const field = inspector(page).getByRole('spinbutton', { name: label, exact: true });
    await field.fill(value);
    await field.press('Enter');
  };
  const open = (name: string): Promise<void> => part(page, name).locator('.part-icon').click();
  await open('Shoppers');
  await set('Rate', '366.7');
  for (const [name, workers, work] of [['Inventory', '200', '20'], ['Checkout', '100', '2']] as const) {
    await open(name);
    await inspector(page).getByRole('combobox', { name: 'Own work' }).selectOption({ index: 0 });
    await set('Workers per pod', workers);
    await set('Always', work);
    await set('Start-up', '3000');
  }
  await inspector(page).getByRole('button', { name: /^Memory limit: no limit/ }).click();

  await page.getByRole('tab', { name: 'Outline' }).click();
  await page.getByRole('button', { name: 'Plan a fault' }).click();
  await page.getByRole('dialog').getByRole('combobox', { name: 'Where' }).selectOption({ label: 'Inventory' });
  await page.getByRole('spinbutton', { name: 'Begins at' }).fill('20');
  await page.getByRole('dialog').getByRole('button', { name: /^Plan|^OK|^Keep/ }).click();
  await expect(page.getByRole('grid', { name: 'Faults' })).toContainText('Inventory, from 20 s on');

  await page.getByRole('button', { name: 'Export' }).click();
  expect(essence(await exported(page, (button) => button.click()))).toEqual(essence(shippedStory()));
});

/** Presses Tab until something has the focus. */
async function reach(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  for (let i = 0; i < 150; i++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error('the key does not reach it');
}

test('by keyboard on the canvas', async ({ playground }) => {
  test.slow();
  const { page } = playground;
  await emptied(playground);
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  /** By the search of the canvas: what is found is selected and has the focus. */
  const find = async (name: string): Promise<void> => {
    // A slash does it on the canvas; in a field of the inspector it is a letter.
    await press('Control+k');
    await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
    await page.keyboard.type('find a part');
    await press('Enter');
    await expect(page.getByRole('combobox', { name: 'Find a part' })).toBeFocused();
    await page.keyboard.type(name);
    await press('Enter');
    await expect(part(page, name).locator('.part')).toBeFocused();
  };
  for (const [kind, name] of [['Client', 'Shoppers'], ['Service', 'Checkout'], ['Service', 'Inventory']] as const) {
    await press('Control+k');
    await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
    await page.keyboard.type(`add ${kind}`);
    await press('Enter');
    await expect(part(page, kind).locator('.part')).toBeFocused();
    await press('F2');
    await page.keyboard.type(name);
    await press('Enter');
    await expect(part(page, name).locator('.part')).toBeFocused();
  }
  for (const [from, to] of [['Shoppers', 'Checkout'], ['Checkout', 'Inventory']] as const) {
    await find(from);
    await press('c');
    await expect(page.getByRole('menu', { name: `Connect ${from} to` })).toBeVisible();
    await page.keyboard.type(to.slice(0, 5));
    await expect(page.getByRole('menuitem', { name: to })).toBeFocused();
    await press('Enter');
    await expect(page.getByRole('button', { name: new RegExp(`^Wire from ${from} to ${to}`) })).toBeVisible();
    await expect(part(page, from).locator('.part')).toBeFocused();
  }

  const set = async (label: string, value: string): Promise<void> => {
    await reach(page, inspector(page).getByRole('spinbutton', { name: label, exact: true }));
    await press('Control+a');
    await page.keyboard.type(value);
    await press('Enter');
  };
  const open = async (name: string): Promise<void> => {
    await find(name);
    // From the canvas to the side panel, where the settings are.
    await press('F6');
    await expect(inspector(page).getByRole('heading', { name, exact: true })).toBeVisible();
  };
  // A page at rest answers keys faster.
  await press('Control+k');
  await page.keyboard.type('pause');
  await press('Enter');
  await open('Shoppers');
  await set('Rate', '366.7');
  for (const [name, workers, work] of [['Inventory', '200', '20'], ['Checkout', '100', '2']] as const) {
    await open(name);
    await set('Workers per pod', workers);
    await reach(page, inspector(page).getByRole('combobox', { name: 'Own work' }));
    await press('ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowUp');
    await set('Always', work);
    await set('Start-up', '3000');
  }
  await reach(page, inspector(page).getByRole('button', { name: /^Memory limit: no limit/ }), 'Shift+Tab');
  await press('Enter');

  await press('Control+k');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await page.keyboard.type('show the outline');
  await press('Enter');
  await reach(page, page.getByRole('button', { name: 'Plan a fault' }));
  await press('Enter');
  await reach(page, page.getByRole('dialog').getByRole('combobox', { name: 'Where' }));
  await page.keyboard.type('Inventory');
  await reach(page, page.getByRole('spinbutton', { name: 'Begins at' }));
  await press('Control+a');
  await page.keyboard.type('20');
  await press('Enter');
  await expect(page.getByRole('grid', { name: 'Faults' })).toContainText('Inventory, from 20 s on');

  await press('Control+s');
  const file = await exported(page, async (button) => {
    await reach(page, button);
    await press('Enter');
  });
  expect(essence(file)).toEqual(essence(shippedStory()));
});
