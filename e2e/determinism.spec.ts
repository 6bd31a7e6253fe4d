/** The same file and seed give the same run in Node and in this browser, to the last bit, at any speed, paused or not. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { bundle } from '../src/tooling/bundle.mjs';

/** Fingerprint of a whole run in Node. */
function inNode(...options: string[]): string {
  const text = execFileSync(
    process.execPath,
    ['src/tooling/cli.mjs', 'simulate', 'scenarios/circuit-breaker/base.json', '--json', ...options],
    {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  return (JSON.parse(text) as { fingerprint: string }).fingerprint;
}

/** Makes it easy to put the page to sleep as a browser does with a hidden tab: no frames are drawn, and timers come once a second. */
function makeSleepy(): void {
  const asleep = { is: false };
  Object.assign(globalThis, { setAsleep: (is: boolean) => {
    asleep.is = is;
    document.dispatchEvent(new Event('visibilitychange'));
    if (!is) for (const draw of waiting.splice(0)) frame(draw);
  } });
  Object.defineProperty(Document.prototype, 'visibilityState', { get: () => (asleep.is ? 'hidden' : 'visible') });
  Object.defineProperty(Document.prototype, 'hidden', { get: () => asleep.is });
  const [frame, timer] = [window.requestAnimationFrame.bind(window), window.setTimeout.bind(window)];
  const waiting: FrameRequestCallback[] = [];
  window.requestAnimationFrame = (draw) => (asleep.is ? waiting.push(draw) : frame(draw));
  window.setTimeout = ((handler: TimerHandler, ms = 0, ...rest: unknown[]) =>
    timer(handler, asleep.is ? Math.max(1000, ms) : ms, ...rest)) as typeof window.setTimeout;
}

const setAsleep = (page: Page, is: boolean): Promise<void> =>
  page.evaluate((asleep) => (globalThis as unknown as { setAsleep: (is: boolean) => void }).setAsleep(asleep), is);

test('the base runs alike in Node and here, at every speed, asleep and on a slow machine', async ({ playground, context }) => {
  const expected = inNode();
  const { page } = playground;
  await page.addInitScript(makeSleepy);
  await playground.open();
  await playground.speed('max');
  await playground.end();
  await expect.poll(() => playground.fingerprint(), { timeout: 60_000 }).toBe(expected);
  await page.keyboard.press('r');
  await expect.poll(() => playground.seconds()).toBe(0);
  await playground.speed('20×');
  await page.keyboard.press('.');
  await expect.poll(() => playground.seconds()).toBe(0.1);
  const machine = await context.newCDPSession(page);
  await machine.send('Emulation.setCPUThrottlingRate', { rate: 6 });
  await page.keyboard.press('Space');
  await setAsleep(page, true);
  await page.waitForTimeout(1200);
  await setAsleep(page, false);
  await machine.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await playground.end();
  await expect.poll(() => playground.fingerprint(), { timeout: 60_000 }).toBe(expected);
});

test('with the breaker from the menu it does, too', async ({ playground }) => {
  const { page } = playground;
  const expected = inNode('--patch', 'scenarios/circuit-breaker/with-breaker.patch.json');
  await playground.open();
  await page.getByRole('button', { name: 'Scenarios' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /with a breaker/ }).click();
  await playground.speed('max');
  await playground.end();
  await expect.poll(() => playground.fingerprint(), { timeout: 60_000 }).toBe(expected);
});

/** Simulated time of each shipped scenario, milliseconds: a run of it shows every part at work. */
const UNTIL_MS = 8000;

interface Shipped {
  readonly format?: string;
  readonly seed: number;
}

/** A job as a sweep's worker takes it: a whole run, as fast as it goes. */
interface Job {
  readonly cell: number;
  readonly scenario: Shipped;
  readonly seed: number;
  readonly untilMs: number;
  readonly metrics: readonly string[];
}

interface Finished {
  readonly fingerprint: string;
}

function shippedJobs(): readonly Job[] {
  return readdirSync('scenarios', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json') && !name.includes('lab-'))
    .map((name) => JSON.parse(readFileSync(`scenarios/${name}`, 'utf8')) as Shipped)
    .filter(({ format }) => format === 'faultline-scenario')
    .map((scenario, cell) => ({ cell, scenario, seed: scenario.seed, untilMs: UNTIL_MS, metrics: [] }));
}

async function allInNode(jobs: readonly Job[]): Promise<readonly string[]> {
  const file = await bundle('src/simulation/sweep-run.ts');
  const { sweepRun } = (await import(pathToFileURL(file).href)) as { sweepRun: (job: Job) => Generator<number, Finished> };
  return jobs.map((job) => {
    const work = sweepRun(job);
    for (;;) {
      const step = work.next();
      if (step.done) return step.value.fingerprint;
    }
  });
}

test('every shipped scenario runs alike in Node and in the built worker', async ({ playground }) => {
  const jobs = shippedJobs();
  expect(jobs.length).toBeGreaterThanOrEqual(25);
  const entry = readdirSync('dist/assets').find((name) => name.startsWith('sweep-entry-'));
  await playground.open();
  await playground.page.keyboard.press('Space');
  const here = playground.page.evaluate(async ([list, address]) => {
    const worker = new Worker(address, { type: 'module' });
    const run = (job: Job): Promise<string> => new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<{ type: string; run?: Finished; message?: string }>) => {
        if (data.type === 'run') resolve(data.run?.fingerprint ?? '');
        if (data.type === 'failed') reject(new Error(data.message));
      };
      worker.postMessage(job);
    });
    const found: string[] = [];
    for (const job of list) found.push(await run(job));
    worker.terminate();
    return found;
  }, [jobs, `./assets/${entry}`] as const);
  const [inBrowser, elsewhere] = await Promise.all([here, allInNode(jobs)]);
  // A few of them differ only later on.
  expect(new Set(elsewhere).size).toBeGreaterThanOrEqual(25);
  expect(inBrowser).toEqual(elsewhere);
});
