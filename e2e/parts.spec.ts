/** Scenarios open from the menu, run here to their end as in Node, and stay without a complaint. All of them: determinism.spec.ts. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from './fixtures';

const FILES = [
  'service-discovery/base',
  'api-gateway/base',
  'parts/operator',
] as const;

/** The fingerprint of a whole run in Node. */
function inNode(file: string): string {
  const report = execFileSync(process.execPath, ['src/tooling/cli.mjs', 'simulate', file, '--json'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return (JSON.parse(report) as { fingerprint: string }).fingerprint;
}

test('scenarios from the gallery run alike in Node and here', async ({ playground }) => {
  test.setTimeout(240_000);
  const { page } = playground;
  await playground.open();
  await playground.speed('max');
  for (const name of FILES) {
    const file = `scenarios/${name}.json`;
    const { title, durationMs } = JSON.parse(readFileSync(file, 'utf8')) as { title: string; durationMs: number };
    await page.getByRole('button', { name: 'Scenarios' }).click();
    await page.getByRole('dialog').getByRole('button', { name: title }).click();
    await expect(page.getByRole('heading', { name: title })).toBeVisible();
    await playground.speed('max');
    await expect.poll(() => playground.seconds(), { timeout: 60_000 }).toBe(durationMs / 1000);
    await expect.poll(() => playground.fingerprint(), { timeout: 60_000, message: name }).toBe(inNode(file));
  }
});
