/** A lesson does not slow the page down: after each round of running, editing, going back and opening, nothing is left behind. */
import type { CDPSession } from '@playwright/test';
import { expect, type Playground, test } from './fixtures';

const isDeep = process.env['FAULTLINE_DEEP'] === '1';
/** The first rounds fetch what comes later and fill what is kept for ever: versions, texts, compiled code. */
const WARM = 6;
const ROUNDS = isDeep ? 80 : 20;
/** What a round may leave behind, on average; few rounds say it less exactly. */
const MOST = { heapMb: isDeep ? 0.1 : 0.25, nodes: isDeep ? 3 : 8, listeners: isDeep ? 5 : 8 } as const;

interface Reading {
  readonly heapMb: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly workers: number;
}

const SLOW = /^The slow dependency$/;
const DOOR = /One door for all services/;

async function open(playground: Playground, scenario: RegExp): Promise<void> {
  const { page } = playground;
  await page.getByRole('button', { name: 'Scenarios', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: scenario }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await playground.speed('max');
}

/** Always of the same picture: a whole run of the same scenario, with all that is kept of it. */
async function read(playground: Playground, session: CDPSession): Promise<Reading> {
  const { page } = playground;
  // The last round had the other one: what is open already is not begun anew.
  await open(playground, DOOR);
  await playground.end();
  await page.waitForTimeout(2000);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return { heapMb: of('JSHeapUsedSize') / 1e6, nodes: of('Nodes'), listeners: of('JSEventListeners'), workers: page.workers().length };
}

async function round(playground: Playground, scenario: RegExp): Promise<void> {
  const { page } = playground;
  await open(playground, scenario);
  await expect.poll(() => playground.seconds()).toBeGreaterThan(5);
  await page.locator('#canvas').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+d');
  await expect(page.getByRole('button', { name: /^Undo: duplicate/ })).toBeEnabled();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('r');
  await page.keyboard.press('Escape');
}

async function lesson(playground: Playground): Promise<void> {
  const { page } = playground;
  await playground.open();
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  for (let i = 0; i < WARM; i++) await round(playground, i % 2 === 0 ? DOOR : SLOW);
  const before = await read(playground, session);
  for (let i = 0; i < ROUNDS; i++) await round(playground, i % 2 === 0 ? DOOR : SLOW);
  const after = await read(playground, session);
  const each = (key: keyof Reading): number => (after[key] - before[key]) / ROUNDS;
  expect(each('heapMb'), `${before.heapMb} to ${after.heapMb} MB`).toBeLessThan(MOST.heapMb);
  expect(each('nodes'), `${before.nodes} to ${after.nodes} nodes`).toBeLessThan(MOST.nodes);
  expect(each('listeners'), `${before.listeners} to ${after.listeners} listeners`).toBeLessThan(MOST.listeners);
  expect(after.workers).toBe(before.workers);
}

test(`${ROUNDS} rounds of a lesson leave nothing behind`, ({ playground }) => lesson(playground));
