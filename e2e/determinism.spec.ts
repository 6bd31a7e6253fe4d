/** The same file and seed give the same run in Node and in this browser, to the last bit, at any speed, paused or not. */
import { execFileSync } from 'node:child_process';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';

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
