/** Every shipped scenario opens from the menu; those with new parts give the same run here as in Node, and stay without a complaint. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from './fixtures';

const FILES = [
  'service-discovery/base',
  'api-gateway/base',
  'parts/dependencies',
  'parts/health-deep-check',
  'parts/outlier-detection',
  'parts/rate-limits',
  'parts/operator',
] as const;

for (const name of FILES) {
  test(`${name} runs alike in Node and here`, async ({ playground }) => {
    const file = `scenarios/${name}.json`;
    const { title, durationMs } = JSON.parse(readFileSync(file, 'utf8')) as { title: string; durationMs: number };
    const report = execFileSync(process.execPath, ['src/tooling/cli.mjs', 'simulate', file, '--json'], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    const { fingerprint } = JSON.parse(report) as { fingerprint: string };
    const { page } = playground;
    await playground.open();
    await page.getByRole('button', { name: 'Scenarios' }).click();
    await page.getByRole('menuitem', { name: title }).click();
    await expect(page.getByRole('heading', { name: title })).toBeVisible();
    await playground.speed('max');
    await expect.poll(() => playground.seconds(), { timeout: 60_000 }).toBe(durationMs / 1000);
    await expect.poll(() => playground.fingerprint(), { timeout: 60_000 }).toBe(fingerprint);
  });
}
