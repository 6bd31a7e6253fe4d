/**
 * The outline and the command palette: the base of exercise 3, built from nothing without a pointer and without the canvas. No
 * mouse is used after the page is open; what is exported is the same system as the shipped file.
 */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { expect, type Playground, test } from './fixtures';
import { essence, type SystemFile, shippedStory } from './system';

const parts = (page: Page): Locator => page.getByRole('grid', { name: 'Parts' });
const wires = (page: Page): Locator => page.getByRole('grid', { name: 'Wires' });
const row = (grid: Locator, name: string | RegExp): Locator => grid.getByRole('row', { name });
const focused = (page: Page): Locator => page.locator(':focus');

/** Presses Tab until something has the focus. */
async function reach(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  for (let i = 0; i < 120; i++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error('the key does not reach it');
}

/** Runs a command by a few of its letters, and answers what it asks. */
async function command(page: Page, ...answers: readonly string[]): Promise<void> {
  await page.keyboard.press('Control+k');
  for (const letters of answers) {
    const field = page.getByRole('dialog').getByRole('combobox');
    await expect(field).toBeFocused();
    await expect(field).toHaveValue('');
    await page.keyboard.type(letters);
    await page.keyboard.press('Enter');
  }
}

async function outline(page: Page): Promise<void> {
  await command(page, 'show the outline');
  await expect(page.getByRole('tab', { name: 'Outline' })).toHaveAttribute('aria-selected', 'true');
  await expect(parts(page).locator(':focus')).toHaveCount(1);
}

/** Adds a part by the outline's own button, and gives it a name. */
async function add(page: Page, kind: string, name: string): Promise<void> {
  await reach(page, page.getByRole('tabpanel', { name: 'Outline' }).getByRole('button', { name: 'Add a part' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await page.keyboard.type(kind);
  await page.keyboard.press('Enter');
  await expect(row(parts(page), new RegExp(kind)).locator(':focus')).toBeVisible();
  await page.keyboard.press('F2');
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await expect(row(parts(page), name).locator(':focus')).toBeVisible();
}

/** From the row that has the focus. */
async function connect(page: Page, to: string): Promise<void> {
  await page.keyboard.press('c');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await page.keyboard.type(to);
  await page.keyboard.press('Enter');
  await expect(row(wires(page), new RegExp(`to ${to}`))).toBeVisible();
}

/** Moves the focus up or down the table to a row. */
async function goTo(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+Home');
  await reach(page, parts(page).getByRole('rowheader', { name }), 'ArrowDown');
}

/** Opens the settings of a row and sets numbers there by their labels. */
async function tune(page: Page, name: string, numbers: Readonly<Record<string, string>>, more?: () => Promise<void>): Promise<void> {
  await outline(page);
  await goTo(page, name);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
  await expect(focused(page)).not.toHaveCount(0);
  await more?.();
  for (const [label, value] of Object.entries(numbers)) {
    await reach(page, page.getByRole('spinbutton', { name: label, exact: true }));
    await page.keyboard.press('Control+a');
    await page.keyboard.type(value);
    await page.keyboard.press('Enter');
  }
}

/** Empties the document by its rows: the focus goes on to the next one each time. */
async function clear(page: Page): Promise<void> {
  await outline(page);
  for (let left = 3; left > 0; left--) {
    await expect(parts(page).getByRole('rowheader')).toHaveCount(left);
    await page.keyboard.press('Delete');
  }
  await expect(parts(page)).toContainText('No part yet');
  await expect(wires(page)).toContainText('No wire yet');
}

async function exported(page: Page): Promise<SystemFile> {
  const coming = page.waitForEvent('download');
  await page.keyboard.press('Control+s');
  await reach(page, page.getByRole('button', { name: 'JSON file', exact: true }));
  await page.keyboard.press('Enter');
  const path = await (await coming).path();
  return JSON.parse(readFileSync(path, 'utf8')) as SystemFile;
}

/** Begins slowly, so that the run does not end while a slow machine builds. */
async function begin(playground: Playground, isPaused = false): Promise<void> {
  await playground.open();
  await command(playground.page, 'quarter speed');
  if (isPaused) await command(playground.page, 'pause');
}

test('exercise 3 from nothing, by keyboard, in the outline: what is exported is the shipped system', async ({ playground }) => {
  test.slow();
  const { page } = playground;
  // A page at rest answers keys faster.
  await begin(playground, true);
  await clear(page);

  await add(page, 'Client', 'Shoppers');
  await add(page, 'Service', 'Checkout');
  await add(page, 'Service', 'Inventory');
  await goTo(page, 'Shoppers');
  await connect(page, 'Checkout');
  await goTo(page, 'Checkout');
  await connect(page, 'Inventory');
  await expect(wires(page).getByRole('rowheader')).toHaveCount(2);

  await tune(page, 'Shoppers', { Rate: '366.7' });
  const constant = async (): Promise<void> => {
    await reach(page, page.getByRole('combobox', { name: 'Own work' }));
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
  };
  await tune(page, 'Inventory', { 'Workers per pod': '200', Always: '20', 'Start-up': '3000' }, constant);
  await tune(page, 'Checkout', { 'Workers per pod': '100', Always: '2', 'Start-up': '3000' }, constant);
  await reach(page, page.getByRole('button', { name: /^Memory limit: no limit/ }), 'Shift+Tab');
  await page.keyboard.press('Enter');

  await outline(page);
  await reach(page, page.getByRole('button', { name: 'Plan a fault' }));
  await page.keyboard.press('Enter');
  await reach(page, page.getByRole('dialog').getByRole('combobox', { name: 'Where' }));
  await page.keyboard.type('Inventory');
  await reach(page, page.getByRole('spinbutton', { name: 'Begins at' }));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('20');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('grid', { name: 'Faults' })).toContainText('Inventory, from 20 s on');

  expect(essence(await exported(page))).toEqual(essence(shippedStory()));
});

test('rows: illegal wires say why, copies, policies, faults, and the focus stays where one works', async ({ playground }) => {
  const { page } = playground;
  await begin(playground);
  await outline(page);
  await goTo(page, 'Checkout');
  await page.keyboard.press('c');
  const shoppers = page.getByRole('dialog').getByRole('option', { name: /Shoppers/ });
  await expect(shoppers).toContainText('A client cannot be called');
  await expect(shoppers).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Escape');
  await expect(row(parts(page), /^Checkout/).locator(':focus')).toBeVisible();

  await page.keyboard.press('+');
  await expect(row(parts(page), /^Checkout/).getByRole('gridcell').nth(1)).toHaveText('2');
  await expect(row(parts(page), /^Checkout/).locator(':focus')).toBeVisible();

  await page.keyboard.press('End');
  await expect(focused(page)).toHaveAccessibleName('Actions for Checkout');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menu').locator(':focus')).toHaveCount(1);
  await reach(page, page.getByRole('menuitem', { name: /^Break it/ }), 'ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Break Checkout' })).toBeVisible();
  await page.keyboard.type('crash');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('grid', { name: 'Faults' })).toContainText('Acts now');
  await expect(row(parts(page), /^Checkout/).locator(':focus')).toBeVisible();

  await command(page, 'put a policy', 'checkout to inv', 'put on timeout');
  await outline(page);
  await expect(row(wires(page), /Checkout to Inventory/)).toContainText('Timeout');
  for (let i = 0; i < 3; i++) await page.keyboard.press('Control+z');
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeDisabled();
});

test('figures move once a second and take the focus from nobody; sorting and filtering are said', async ({ playground }) => {
  const { page } = playground;
  await playground.open();
  await outline(page);
  await goTo(page, 'Checkout');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(parts(page).getByRole('columnheader', { name: 'Part', exact: true })).toHaveAttribute('aria-sort', 'ascending');
  await page.keyboard.press('ArrowDown');
  const cell = row(parts(page), /^Checkout/).getByRole('gridcell').nth(2);
  const before = await cell.textContent();
  await expect(cell).not.toHaveText(before ?? '');
  await expect(row(parts(page), /^Checkout/).locator(':focus')).toBeVisible();

  await reach(page, page.getByRole('textbox', { name: 'Filter' }), 'Shift+Tab');
  await page.keyboard.type('client');
  await expect(parts(page).getByRole('rowheader')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(parts(page).getByRole('rowheader')).toHaveCount(3);
});

test('the palette finds, remembers and asks on; the sheet of keys comes from the same list', async ({ playground }) => {
  const { page } = playground;
  await playground.open();
  await page.keyboard.press('Shift+?');
  const sheet = page.getByRole('dialog', { name: 'Keys' });
  await expect(sheet).toContainText('All commands');
  await page.keyboard.press('Escape');
  await command(page, 'light theme');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await command(page, 'show story');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('group', { name: 'Used last' })).toContainText('Show Story');
  await page.keyboard.type('connect a part');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Connect which part?' })).toBeVisible();
  await page.keyboard.press('Backspace');
  await expect(page.getByRole('dialog', { name: 'Commands' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
