/** Building a system on the canvas: by mouse, and once more by keyboard alone. What is built runs at once. */
import type { Locator, Page } from '@playwright/test';
import { expect, type Playground, test } from './fixtures';

/** Middle of what a locator finds. */
async function middle(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error('it is not on the page');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** A place on the canvas by its shares of width and height. */
async function spot(page: Page, across: number, down: number): Promise<{ x: number; y: number }> {
  const box = await page.locator('.canvas').boundingBox();
  if (!box) throw new Error('there is no canvas');
  return { x: box.x + box.width * across, y: box.y + box.height * down };
}

async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
}

async function dragPart(page: Page, title: string, to: { x: number; y: number }): Promise<void> {
  await drag(page, await middle(page.getByRole('button', { name: `Add ${title}`, exact: true })), to);
  await page.mouse.up();
}

/** From the port at the right of a part to another part. */
async function dragWire(playground: Playground, from: string, to: string): Promise<void> {
  const { page } = playground;
  await playground.node(from).locator('.part').hover();
  await drag(page, await middle(playground.node(from).locator('.part-port[data-side="right"]')), await middle(playground.node(to)));
}

/** Everything that is there goes. Slowly, so that the run does not end while a slow machine builds. */
async function clear(playground: Playground): Promise<void> {
  const { page } = playground;
  await playground.speed('¼×');
  await page.locator('#canvas').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await expect(page.getByRole('heading', { name: 'Nothing here yet' })).toBeVisible();
}

const undo = (page: Page, label: string): Locator => page.getByRole('button', { name: `Undo: ${label}`, exact: true });
const wire = (page: Page, from: string, to: string): Locator =>
  page.getByRole('button', { name: new RegExp(`^Wire from ${from} to ${to}`) });

test('by mouse: client, service and a gateway between them, and calls flow', async ({ playground }) => {
  const { page } = playground;
  await playground.open();
  await clear(playground);
  await dragPart(page, 'Client', await spot(page, 0.15, 0.35));
  await dragPart(page, 'Service', await spot(page, 0.8, 0.35));
  await expect(undo(page, 'add Service')).toBeEnabled();

  // A client cannot be called, and the canvas says so before the wire is let go.
  await dragWire(playground, 'Service', 'Client');
  await expect(page.locator('.canvas-status')).toContainText('A client cannot be called');
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(wire(page, 'Service', 'Client')).toHaveCount(0);

  await dragWire(playground, 'Client', 'Service');
  await expect(page.locator('.canvas-status')).toHaveText('Client calls Service.');
  await page.mouse.up();
  await expect(undo(page, 'connect Client to Service')).toBeEnabled();
  await expect(wire(page, 'Client', 'Service')).toHaveAccessibleName(/, [1-9][\d,]* calls a second/);

  await dragPart(page, 'API gateway', await middle(wire(page, 'Client', 'Service')));
  await expect(undo(page, 'insert API gateway')).toBeEnabled();
  await expect(wire(page, 'Client', 'API gateway')).toHaveAccessibleName(/, [1-9][\d,]* calls a second/);
  await expect(wire(page, 'API gateway', 'Service')).toHaveAccessibleName(/, [1-9][\d,]* calls a second/);

  await page.keyboard.press('Control+z');
  await expect(wire(page, 'Client', 'Service')).toBeVisible();
  await expect(playground.node('API gateway')).toHaveCount(0);
});

test('by mouse: a wire let go over nothing asks for a part; its end can be led elsewhere', async ({ playground }) => {
  const { page } = playground;
  await playground.open();
  await playground.node('Checkout').locator('.part').hover();
  const port = await middle(playground.node('Checkout').locator('.part-port[data-side="bottom"]'));
  await drag(page, port, await spot(page, 0.45, 0.82));
  await page.mouse.up();
  await page.getByRole('menuitem', { name: 'Cache' }).click();
  await expect(undo(page, 'add Cache and connect it')).toBeEnabled();
  await expect(wire(page, 'Checkout', 'Cache')).toBeVisible();

  await wire(page, 'Checkout', 'Inventory').click();
  const end = page.locator('.wire-end[data-end="target"]');
  await drag(page, await middle(end), await middle(playground.node('Shoppers')));
  await expect(page.locator('.canvas-status')).toContainText('cannot be called');
  await page.mouse.up();
  await expect(wire(page, 'Checkout', 'Inventory')).toBeVisible();
});

test('several parts: frame, line up, copy and paste, duplicate, delete, each of them one step', async ({ playground }) => {
  const { page } = playground;
  await playground.open();
  await page.keyboard.down('Shift');
  await drag(page, await spot(page, 0.01, 0.05), await spot(page, 0.99, 0.75));
  await page.mouse.up();
  await page.keyboard.up('Shift');
  const bar = page.getByRole('toolbar', { name: 'Selected parts' });
  await expect(bar).toContainText('3 selected');
  // It stands where it hides no part.
  const { x, y, width, height } = await bar.boundingBox() ?? { x: 0, y: 0, width: 0, height: 0 };
  const parts = await page.locator('.react-flow__node').evaluateAll((nodes) => nodes.map((node) => {
    return node.getBoundingClientRect().toJSON() as DOMRect;
  }));
  expect(width).toBeGreaterThan(100);
  expect(parts.filter((part) => part.left < x + width && part.right > x && part.top < y + height && part.bottom > y)).toEqual([]);
  await bar.getByRole('button', { name: 'Line up top edges' }).click();
  await expect(undo(page, 'align top')).toBeEnabled();

  await page.locator('#canvas').focus();
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
  await expect(undo(page, 'paste 3 parts')).toBeEnabled();
  await expect(wire(page, 'Shoppers 2', 'Checkout 2')).toBeVisible();
  await page.keyboard.press('Control+d');
  await expect(undo(page, 'duplicate 3 parts')).toBeEnabled();
  await expect(page.locator('.react-flow__node-part')).toHaveCount(9);
  await page.keyboard.press('Delete');
  await expect(undo(page, 'delete 3 parts')).toBeEnabled();
  await expect(page.locator('.react-flow__node-part')).toHaveCount(6);
  for (let i = 0; i < 4; i++) await page.keyboard.press('Control+z');
  await expect(page.locator('.react-flow__node-part')).toHaveCount(3);
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeDisabled();
});

test('settings: a pinned one is a slider at the canvas; several parts are changed together, in one step', async ({ playground }) => {
  const { page } = playground;
  await playground.open('pin=nodes.inventory.settings.workers:10..400&run=0');
  const dock = page.getByRole('region', { name: 'Pinned settings' });
  await dock.getByRole('slider', { name: 'Inventory: workers per pod' }).fill('300');
  await expect(playground.node('Inventory')).toContainText('300');

  await playground.node('Checkout').locator('.part').click();
  const inspector = page.getByRole('tabpanel', { name: 'Inspector' });
  await inspector.getByText('How it works, and where from').click();
  await expect(inspector.getByText(/Stands for an application behind one name/)).toBeVisible();
  await inspector.getByRole('button', { name: 'Workers per pod: pin as a slider' }).press('Enter');
  await expect(dock.getByRole('slider')).toHaveCount(2);
  // Checkout is selected, and Delete is not meant for it while the focus is here.
  const more = dock.getByRole('button', { name: 'Inventory: workers per pod: name, range, unpin' });
  await more.press('Delete');
  await expect(playground.node('Checkout')).toBeVisible();
  await more.click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Crew');
  await page.getByRole('dialog').getByRole('button', { name: 'Unpin' }).click();
  await expect(dock.getByRole('slider')).toHaveCount(1);
  await expect(undo(page, 'unpin Crew')).toBeEnabled();

  await playground.node('Inventory').locator('.part').click({ modifiers: ['Shift'] });
  await expect(inspector.getByRole('heading', { name: '2 × Service' })).toBeVisible();
  await expect(inspector.getByText('Checkout: 100', { exact: true })).toBeVisible();
  const workers = inspector.getByRole('spinbutton', { name: 'Workers per pod' });
  await workers.fill('50');
  await workers.press('Enter');
  await expect(inspector.getByText('Checkout: 100', { exact: true })).toHaveCount(0);
  await expect(playground.node('Checkout')).toContainText('50 workers');
  await expect(playground.node('Inventory')).toContainText('50 workers');
  await expect(dock.getByRole('spinbutton', { name: 'Checkout: workers per pod' })).toHaveValue('50');
  await page.getByRole('button', { name: 'Undo: 2 × Service: workers per pod', exact: true }).click();
  await expect(playground.node('Inventory')).toContainText('300 workers');
  await expect(playground.node('Checkout')).toContainText('100 workers');

  await wire(page, 'Shoppers', 'Checkout').click();
  await wire(page, 'Checkout', 'Inventory').click({ modifiers: ['Shift'] });
  await inspector.getByRole('switch', { name: 'Timeout' }).click();
  await expect(page.getByText('timeout 1 s')).toHaveCount(2);
  await page.getByRole('button', { name: 'Undo: Timeout on, 2 wires', exact: true }).click();
  await expect(page.getByText('timeout 1 s')).toHaveCount(0);
});

test('by keyboard alone: add, connect, move, scale, delete; the focus is never lost', async ({ playground }) => {
  const { page } = playground;
  await playground.open();
  await clear(playground);
  const reach = async (target: Locator): Promise<void> => {
    for (let i = 0; i < 150; i++) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      // The palette comes before the canvas.
      await page.keyboard.press('Shift+Tab');
    }
    throw new Error('Tab does not reach it');
  };
  const focused = (name: RegExp): Locator => page.getByRole('group', { name }).and(page.locator(':focus'));
  const add = async (title: string): Promise<void> => {
    await reach(page.getByRole('button', { name: `Add ${title}`, exact: true }));
    await page.keyboard.press('Enter');
    await expect(focused(new RegExp(`^${title}`))).toBeVisible();
  };
  await add('Client');
  await add('Service');
  await add('Database');

  await page.keyboard.press('Home');
  await expect(focused(/^Client/)).toBeVisible();
  await page.keyboard.press('c');
  await expect(page.getByRole('menu')).toContainText('Connect Client to');
  await expect(page.locator('[role=menu]:focus, [role=menu] :focus')).toHaveCount(1);
  await page.keyboard.press('s');
  await expect(page.getByRole('menuitem', { name: 'Service' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(wire(page, 'Client', 'Service')).toHaveAccessibleName(/, [1-9][\d,]* calls a second/);
  await expect(focused(/^Client/)).toBeVisible();

  // Not selected: arrows go from part to part. Selected: they move it.
  await page.keyboard.press('ArrowRight');
  await expect(focused(/^Service/)).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(undo(page, 'move Service')).toBeEnabled();
  await page.keyboard.press('+');
  await expect(undo(page, 'Service: 2 pods')).toBeEnabled();

  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: /^Connect to/ }).press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Database' })).toBeVisible();
  await expect(page.locator('[role=menu]:focus, [role=menu] :focus')).toHaveCount(1);
  await page.keyboard.press('d');
  await expect(page.getByRole('menuitem', { name: 'Database' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(wire(page, 'Service', 'Database')).toHaveAccessibleName(/, [1-9][\d,]* calls a second/);

  await page.keyboard.press('Delete');
  await expect(playground.node('Service')).toHaveCount(0);
  await expect(undo(page, 'delete Service')).toBeEnabled();
  await expect(focused(/^(Client|Database)/)).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(wire(page, 'Service', 'Database')).toBeVisible();
});
