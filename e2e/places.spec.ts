/** The same figure wherever it stands: the engine's report, the table of a chart, the part itself, the statechart. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from './fixtures';

interface Report {
  readonly edges: Readonly<Record<string, { readonly breaker: { readonly state: string; readonly rejected: number } }>>;
  readonly transitions: readonly { readonly atMs: number; readonly where: string; readonly to: string; readonly why: string }[];
}

function reported(...options: string[]): Report {
  const words = ['src/tooling/cli.mjs', 'simulate', 'scenarios/circuit-breaker/base.json', '--json', ...options];
  const text = execFileSync(process.execPath, words, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(text) as Report;
}

/** A column of the engine's samples, from the first one to a moment. */
function samplesUntil(ms: number, column: string): readonly number[] {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-places-'));
  try {
    const file = join(folder, 'series.csv');
    execFileSync(process.execPath, ['src/tooling/cli.mjs', 'simulate', 'scenarios/circuit-breaker/base.json', '--series', file]);
    const [head = '', ...rows] = readFileSync(file, 'utf8').trim().split('\n');
    const place = head.split(',').indexOf(column);
    return rows.map((line) => line.split(',').map(Number)).filter(([atMs = 0]) => atMs <= ms).map((row) => row[place] ?? Number.NaN);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('how many wait in Checkout, one minute after the slowness: report, part, chart', async ({ playground }) => {
  const { page } = playground;
  const waiting = samplesUntil(80_000, 'checkout.waiting').at(-1) ?? Number.NaN;
  await playground.open('t=80&run=0');
  await expect.poll(() => playground.seconds(), { timeout: 30_000 }).toBe(80);
  const checkout = page.locator('.part').filter({ hasText: 'Checkout' });
  expect(waiting).toBeGreaterThan(9_500);
  const words = waiting.toLocaleString('en-US');
  await expect(checkout).toContainText(words);
  await page.getByRole('button', { name: 'Waiting in Checkout as a table' }).click();
  await expect(page.getByRole('table').getByRole('row').filter({ hasText: '1:20' }).first()).toContainText(words);

  // The same figure pinned to the part, beside how it came about.
  const pin = checkout.locator('.part-pin');
  await expect(pin).toHaveCount(0);
  await page.getByRole('button', { name: 'Pin waiting to Checkout' }).click();
  await expect(pin).toContainText(words);
});

test('how long answers took: the map of all latencies counts every one that the engine counts', async ({ playground }) => {
  const { page } = playground;
  const answered = samplesUntil(30_000, 'shoppers.completed').reduce((sum, count) => sum + count, 0);
  await playground.open('t=30&run=0');
  await expect.poll(() => playground.seconds(), { timeout: 30_000 }).toBe(30);
  await page.getByLabel('Chart in this place').first().selectOption({ label: 'Latency map' });
  await page.getByRole('button', { name: 'Latency map as a table' }).click();
  const table = page.getByRole('table', { name: 'Latency map of all clients' });
  const counts = await table.getByRole('row').locator('td:nth-child(2)').allTextContents();
  expect(counts.reduce((sum, text) => sum + Number(text.replaceAll(',', '')), 0)).toBe(answered);
  expect(answered).toBeGreaterThan(5000);
});

test('when and why the breaker opened: report, statechart, chart, switch on the wire', async ({ playground }) => {
  const { page } = playground;
  const { transitions, edges } = reported('--patch', 'scenarios/circuit-breaker/with-breaker.patch.json');
  const opened = transitions.filter(({ where, to }) => where === 'stock' && to === 'open');
  const clock = (ms: number): string => `${Math.floor(ms / 60_000)}:${(Math.floor((ms % 60_000) / 100) / 10).toFixed(1).padStart(4, '0')}`;
  await playground.open();
  await page.getByRole('button', { name: 'Scenarios' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /with a breaker/ }).click();
  await playground.speed('max');
  await playground.end();

  // The statechart: lit state, and its list of changes with their reasons.
  const state = edges['stock']!.breaker.state;
  const gate = page.getByRole('button', { name: /^Circuit breaker on Checkout to Inventory/i });
  await expect(gate).toHaveAccessibleName(new RegExp(`: ${state}`, 'i'));
  await expect(page.locator('.machine-node .chart-state[data-current] .chart-word').first()).toHaveText(state.toUpperCase());
  await gate.click();
  const list = page.getByRole('list', { name: 'Changes of mode, newest first' });
  for (const { atMs, why } of opened) {
    await expect(list.getByRole('button', { name: `Go to ${clock(atMs)}`, exact: false }).first()).toContainText(clock(atMs));
    await expect(list.getByRole('button', { name: why.slice(0, 20), exact: false }).first()).toBeVisible();
  }
  // The table of the chart of states.
  const chart = page.getByRole('figure').last();
  await chart.getByRole('combobox', { name: 'Chart in this place' }).selectOption('states');
  await page.getByRole('button', { name: 'States as a table' }).click();
  for (const { atMs } of opened) await expect(page.getByRole('row').filter({ hasText: clock(atMs) }).first()).toContainText(/open/i);
});
