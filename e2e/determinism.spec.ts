/** The same file and seed give the same run in Node and in this browser, to the last bit, at any speed, paused or not. */
import { execFileSync } from 'node:child_process';
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
