/** Files, links and saving: out and in again without a change; what is bad costs nothing; what was called saved is there again. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, Playground, test } from './fixtures';
import { handOver } from './hand-over';
import { heading, rename, saved } from './title';

const base = readFileSync('scenarios/circuit-breaker/base.json', 'utf8');
const titled = (title: string): string => JSON.stringify({ ...(JSON.parse(base) as object), title });

/** Hands a file to the hidden field of the page. */
async function choose(page: Page, text: string, name = 'x.json'): Promise<void> {
  await page.getByLabel('Open a scenario file').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
}

async function take(page: Page, name: string): Promise<{ readonly file: string; readonly bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name, exact: true }).click()]);
  return { file: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

test('exports the canonical file, and opens it again', async ({ playground }) => {
  const { page } = playground;
  await playground.open();
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const first = await take(page, 'JSON file');
  expect(first.file).toMatch(/\.faultline\.json$/);
  await page.keyboard.press('Escape');
  await choose(page, first.bytes.toString('utf8'));
  await expect(page.getByRole('region', { name: 'Messages' }).getByText(/^Opened /)).toBeVisible();
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  expect((await take(page, 'JSON file')).bytes).toEqual(first.bytes);
  await page.keyboard.press('Escape');
  await choose(page, titled('Another story'));
  await expect(heading(page, 'Another story')).toBeVisible();
});

test('exports a picture as SVG and PNG, and the run as a table', async ({ playground }) => {
  const { page } = playground;
  await playground.open();
  await expect.poll(() => playground.seconds()).toBeGreaterThan(1);
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const svg = (await take(page, 'SVG')).bytes.toString('utf8');
  expect(svg).toMatch(/^<\?xml/);
  for (const part of ['Shoppers', 'Checkout', 'Inventory']) expect(svg).toContain(`>${part}</text>`);
  expect(svg).not.toMatch(/foreignObject|<script|var\(--/);
  const png = (await take(page, 'PNG')).bytes;
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  // Width of the picture, from the header of the file: twice the size of the drawing.
  expect(png.readUInt32BE(16)).toBeGreaterThan(1500);
  const rows = (await take(page, 'CSV file')).bytes.toString('utf8').trimEnd().split('\n');
  expect(rows[0]).toMatch(/^atMs,.*checkout\.p95Ms/);
  expect(rows.length).toBeGreaterThan(5);
});

const bad: readonly (readonly [name: string, text: string, place: RegExp, words: RegExp])[] = [
  ['no JSON', '{ "format": ', /line 1/, /JSON|ends|value/],
  ['too large', `{"x":"${'x'.repeat(2_100_000)}"}`, /file/, /at most/],
  ['an unknown field', base.replace('"version": 1', '"version": 1, "colour": "red"'), /colour|file/, /colour/],
  ['a wire to nowhere', base.replace('"target": "checkout"', '"target": "chekout"'), /edges\.orders\.target/, /chekout/],
  ['a rate of 1e9', base.replace('366.7', '1e9'), /nodes\.shoppers\.settings/, /1000000|1,000,000/],
  ['NaN', base.replace('366.7', 'NaN'), /nodes\.shoppers\.settings/, /NaN|number/],
  [
    'a loop without latency',
    base
      .replace('"latencyMs": 1\n      },\n      "source": "checkout"', '"latencyMs": 0\n      },\n      "source": "checkout"')
      .replace(
        '"edges": {',
        '"edges": { "back": { "source": "inventory", "target": "checkout", "settings": { "latencyMs": 0 } },',
      ),
    /edges\./,
    /latency/,
  ],
];

test(`${bad.length} bad files are refused with a sentence each, and the present run goes on`, async ({ playground }) => {
  const { page } = playground;
  await playground.open();
  await playground.speed('¼×');
  for (const [name, text, place, words] of bad) {
    await test.step(name, async () => {
      const before = await playground.seconds();
      await choose(page, text, 'bad.json');
      const dialog = page.getByRole('dialog', { name: 'This file was not opened' });
      await expect(dialog).toBeVisible();
      await expect(dialog.getByRole('rowheader').first()).toHaveText(place);
      await expect(dialog.getByRole('cell').first()).toHaveText(words);
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
      await expect.poll(() => playground.seconds()).toBeGreaterThan(before);
      await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeDisabled();
    });
  }
});

test('a file that would cover changes, or was repaired, is shown first', async ({ playground }) => {
  const { page } = playground;
  await playground.open();
  await choose(page, base.replace('"kind": "service",', '"kind": "teapot",').replace(/"title": "[^"]*"/, '"title": "With a teapot"'));
  const dialog = page.getByRole('dialog', { name: 'Open this scenario?' });
  await expect(dialog.getByText(/“teapot” is not known/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Keep mine' }).click();
  await expect(heading(page, 'With a teapot')).toHaveCount(0);
  await rename(page, 'Mine');
  await choose(page, titled('Theirs'));
  await dialog.getByRole('button', { name: 'Open it' }).click();
  await expect(heading(page, 'Theirs')).toBeVisible();
  await page.getByRole('button', { name: 'Back to mine' }).click();
  await expect(heading(page, 'Mine')).toBeVisible();
});

test('a pasted text and a dropped file are shown first, and bad ones are refused', async ({ playground }) => {
  const { page } = playground;
  await playground.open();
  const hand = (kind: 'paste' | 'drop', text: string): Promise<void> => handOver(page, kind, text);
  for (const kind of ['paste', 'drop'] as const) {
    await hand(kind, titled(`By ${kind}`));
    await page.getByRole('dialog', { name: 'Open this scenario?' }).getByRole('button', { name: 'Open it' }).click();
    await expect(heading(page, `By ${kind}`)).toBeVisible();
    await hand(kind, titled('Bad').replace('366.7', '-1'));
    await expect(page.getByRole('dialog', { name: /was not opened/ })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(heading(page, `By ${kind}`)).toBeVisible();
  }
  await hand('paste', 'just some words');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

/** The link that the dialog offers. */
async function linkOf({ page }: Playground): Promise<string> {
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const field = page.getByRole('dialog', { name: 'Share' }).getByLabel('Link', { exact: true });
  await expect(field).toHaveValue(/#s=1\.[\w-]{100}/);
  const link = await field.inputValue();
  await page.keyboard.press('Escape');
  return link;
}

test('a link opens the same moment of the same run elsewhere, with a QR code to scan', async ({ playground, browser }) => {
  const { page } = playground;
  await playground.open('t=7.5&run=0&seed=99');
  await expect.poll(() => playground.seconds()).toBe(7.5);
  const fingerprint = await playground.fingerprint();
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await expect(page.getByRole('img', { name: 'QR code of the link' })).toBeVisible();
  await page.keyboard.press('Escape');
  const link = await linkOf(playground);
  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await other.goto(link);
  await expect(other.getByText('seed 99')).toBeVisible();
  await expect(other.locator('[data-fingerprint]')).toHaveAttribute('data-fingerprint', fingerprint);
  await expect(other.getByRole('timer', { name: 'Simulated time' })).toHaveText(/0:07\.5/);
  expect(new URL(other.url()).hash).toBe('');
  await elsewhere.close();
});

/** Where the flow stands: its shift and its zoom. */
const flowView = ({ page }: Playground): Promise<readonly number[]> =>
  page.locator('.react-flow__viewport').evaluate((element) => {
    const { a, e, f } = new DOMMatrix(getComputedStyle(element).transform);
    return [a, e, f].map((value) => Math.round(value * 100) / 100);
  });

test('a link looks where its author looked, with the same tab forward', async ({ playground, browser }) => {
  const { page } = playground;
  await playground.open();
  await page.getByRole('tab', { name: 'Log' }).click();
  for (let i = 0; i < 2; i++) await page.getByRole('button', { name: 'Zoom in' }).click();
  await page.waitForTimeout(600);
  const seen = await flowView(playground);
  const link = await linkOf(playground);
  const context = await browser.newContext();
  const other = new Playground(await context.newPage());
  await other.page.goto(link);
  await expect(other.page.getByRole('tab', { name: 'Log' })).toHaveAttribute('aria-selected', 'true');
  await expect.poll(async () => (await flowView(other))[0]).toBeCloseTo(seen[0] ?? 0, 1);
  const there = await flowView(other);
  // The middle is kept to a whole unit of the document.
  for (const i of [1, 2]) expect(Math.abs((there[i] ?? 0) - (seen[i] ?? 0))).toBeLessThan(4);
  await context.close();
});

test('a damaged link says so and leaves the page as it is', async ({ playground }) => {
  const { page } = playground;
  await playground.open();
  const link = await linkOf(playground);
  const middle = Math.floor(link.length / 2);
  const flipped = `${link.slice(0, middle)}${link[middle] === 'A' ? 'B' : 'A'}${link.slice(middle + 1)}`;
  for (const broken of [`${link}AAAA`, link.slice(0, -20), flipped, link.replace('#s=1.', '#s=9.')]) {
    await page.evaluate((hash) => (window.location.hash = hash), new URL(broken).hash);
    const dialog = page.getByRole('dialog', { name: 'This link was not opened' });
    await expect(dialog.getByRole('cell').first()).toHaveText(/\w{4}/);
    await dialog.getByRole('button', { name: 'Back to my scenario' }).click();
    await expect(dialog).toHaveCount(0);
  }
  await expect(heading(page, /One slow service/)).toBeVisible();
});

test('an address opens a scenario with a seed at a moment; what makes no sense is told', async ({ playground }) => {
  const { page } = playground;
  await playground.open('scenario=api-gateway&seed=5&t=3&run=0&speed=fast&mods=poke');
  await expect(heading(page, 'One door for all services')).toBeVisible();
  await expect(page.getByText('seed 5')).toBeVisible();
  await expect.poll(() => playground.seconds()).toBe(3);
  const message = page.getByRole('region', { name: 'Messages' });
  await expect(message).toContainText('“speed=fast” was left out');
  await expect(message).toContainText('did you mean “mode”');
});

test('an address that wants no run stands at the very beginning', async ({ playground }) => {
  await playground.open('run=0');
  await expect(playground.page.getByRole('button', { name: 'Play' })).toBeVisible();
  await playground.page.waitForTimeout(300);
  expect(await playground.seconds()).toBe(0);
  // A change of the document is no reason to begin, either.
  await playground.lever(/^Breaker: Checkout to Inventory/);
  await playground.page.waitForTimeout(500);
  await expect(playground.page.getByRole('button', { name: 'Play' })).toBeVisible();
  expect(await playground.seconds()).toBe(0);
});

test('an address shows the same requests under way at each visit', async ({ playground }) => {
  const { page } = playground;
  const pictures: string[] = [];
  for (let visit = 0; visit < 4; visit++) {
    await playground.open('t=45&run=0');
    await expect.poll(() => playground.seconds()).toBe(45);
    await expect(page.locator('.react-flow__viewport')).toBeVisible();
    await page.waitForTimeout(700);
    pictures.push(await page.locator('canvas.dots').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL()));
    expect(await page.locator('canvas.dots').evaluate((canvas: HTMLCanvasElement) => {
      const seen = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      return seen.some((value) => value > 0);
    })).toBe(true);
  }
  expect(new Set(pictures).size).toBe(1);
});

test('the gallery finds a scenario by words and opens it', async ({ playground }) => {
  const { page } = playground;
  await playground.open();
  await page.getByRole('button', { name: 'Scenarios', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Scenarios' });
  await dialog.getByLabel('Search the scenarios').fill('eureka');
  await expect(dialog.getByRole('status')).toHaveText('1 scenario');
  await dialog.getByRole('button', { name: /Eureka/ }).click();
  await expect(heading(page, /Eureka/)).toBeVisible();
});

test('work is there again after a reload, and so are earlier versions', async ({ playground }) => {
  const { page } = playground;
  await playground.open();
  await rename(page, 'First of mine');
  await expect(saved(page)).toBeVisible();
  await page.getByRole('button', { name: 'Scenarios', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: /One door for all services/ }).click();
  await rename(page, 'Second of mine');
  // At once: what has not been saved yet has to be written on the way out.
  await page.reload();
  await expect(heading(page, 'Second of mine')).toBeVisible();
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await page.getByRole('button', { name: /^Open First of mine of/ }).first().click();
  await expect(heading(page, 'First of mine')).toBeVisible();
});

test('a second tab works on a copy, and neither loses anything', async ({ playground, context }) => {
  const { page } = playground;
  await playground.open();
  await rename(page, 'In the first tab');
  await expect(saved(page)).toBeVisible();
  const second = await context.newPage();
  await second.goto('./');
  await expect(heading(second, 'In the first tab')).toBeVisible();
  await expect(second.getByText('This page is open in another tab, too', { exact: true })).toBeVisible();
  await rename(second, 'In the second tab');
  await expect(second.getByRole('button', { name: /^Saved as a copy/ })).toBeVisible();
  await rename(page, 'Still in the first tab');
  await expect(page.getByRole('button', { name: 'Saved: earlier versions' })).toBeVisible();
  await second.close();
  await page.reload();
  await expect(heading(page, 'Still in the first tab')).toBeVisible();
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.getByRole('button', { name: /^Open In the second tab of/ })).toBeVisible();
});

const refusals: readonly (readonly [name: string, script: () => void, words: RegExp])[] = [
  ['blocked', () => {
    const get = (): never => {
      throw new DOMException('no', 'SecurityError');
    };
    Object.defineProperty(window, 'indexedDB', { get });
  }, /allows no storage/],
  ['full', () => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...args: Parameters<typeof put>) {
      const request = put.apply(this, args);
      const { transaction } = this;
      Object.defineProperty(transaction, 'error', { get: () => new DOMException('full', 'QuotaExceededError') });
      transaction.abort();
      return request;
    };
  }, /storage is full/],
];

for (const [name, script, words] of refusals) {
  test(`where storage is ${name}, the page runs, says that nothing is saved, and offers a file`, async ({ playground }) => {
    const { page } = playground;
    await page.addInitScript(script);
    await playground.open();
    await rename(page, 'Not to be lost');
    await expect(page.getByText('Your changes are not saved', { exact: true })).toBeVisible();
    await expect(page.getByText(words).first()).toBeVisible();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Not saved: download' }).click(),
    ]);
    expect(readFileSync(await download.path(), 'utf8')).toContain('"title": "Not to be lost"');
  });
}

test('a hidden fault is felt and not shown, but to its author', async ({ playground }) => {
  const { page } = playground;
  const file = JSON.parse(base) as { faults: object[] };
  const hidden = { ...file, title: 'What is wrong here?', faults: file.faults.map((fault) => ({ ...fault, hidden: true })) };
  await playground.open('profile=light');
  for (const mode of ['poke', 'author']) {
    await choose(page, JSON.stringify({ ...hidden, locks: { mode, parts: null } }));
    await page.getByRole('dialog').getByRole('button', { name: /^Open/ }).click({ timeout: 3000 }).catch(() => undefined);
    await expect(heading(page, /What is wrong here\?/)).toBeVisible();
    await playground.speed('max');
    // Requests pile up either way.
    await expect.poll(() => playground.seconds(), { timeout: 60_000 }).toBe(120);
    const isShown = mode === 'author' ? 1 : 0;
    await expect(page.locator('.lane').getByText(/Inventory slow/)).toHaveCount(isShown);
    await page.getByRole('tab', { name: 'Log' }).click();
    await expect(page.getByRole('tabpanel', { name: 'Log' }).getByText(/out of memory|died/i).first()).toBeVisible();
    await expect(page.getByRole('tabpanel', { name: 'Log' }).getByText(/Inventory.*slow|slow.*500/i)).toHaveCount(isShown);
  }
});
