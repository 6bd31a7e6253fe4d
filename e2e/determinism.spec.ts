/** The same file and seed give the same run in Node and in this browser, to the last bit, at any speed, paused or not. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
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

test('the base runs alike in Node and here, at every speed', async ({ playground }) => {
  const expected = inNode();
  await playground.open();
  await playground.speed('max');
  await playground.end();
  await expect.poll(() => playground.fingerprint(), { timeout: 60_000 }).toBe(expected);
  await playground.page.keyboard.press('r');
  await expect.poll(() => playground.seconds()).toBe(0);
  await playground.speed('20×');
  await playground.page.keyboard.press('.');
  await expect.poll(() => playground.seconds()).toBe(0.1);
  await playground.page.keyboard.press('Space');
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
const UNTIL_MS = 12_000;

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
