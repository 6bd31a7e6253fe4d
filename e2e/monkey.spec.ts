/**
 * Random clicking and typing never breaks the page (RELIABILITY R13): a seeded monkey works the built page by pointer, wheel and keys
 * while its size changes. Afterwards every step can be undone, the page opens with what was left behind, and that is a whole scenario.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from './fixtures';
import { monkey } from './monkey-in-page';

const isDeep = process.env['FAULTLINE_DEEP'] === '1';
/** A round; the size of the page changes after each. A minute for each hand, ten minutes in the deep suite. */
const ROUND_MS = 4000;
const ROUNDS = isDeep ? 150 : 15;
const SIZES = [[1440, 900], [1024, 768], [1920, 1080], [800, 600]] as const;

for (const [by, keys, seed] of [['a pointer', 1, 7], ['a keyboard', 9, 11]] as const) {
  test(`a monkey with ${by} breaks nothing`, async ({ playground }) => {
    test.setTimeout(ROUNDS * ROUND_MS * 2 + 180_000);
    const { page } = playground;
    page.on('dialog', (dialog) => void dialog.dismiss());
    await playground.open(by === 'a pointer' ? '' : 'profile=light');
    let deeds = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const [width, height] = SIZES[round % SIZES.length] ?? SIZES[0];
      await page.setViewportSize({ width, height });
      deeds += await page.evaluate(monkey, { seed: seed * 1000 + round, ms: ROUND_MS, keys });
      expect(await page.getByRole('alert').filter({ hasText: 'stopped working' }).count()).toBe(0);
    }
    expect(deeds).toBeGreaterThan(ROUNDS * 100);

    await page.setViewportSize({ width: 1440, height: 900 });
    await page.reload();
    await expect(page.locator('[data-fingerprint]')).toHaveAttribute('data-fingerprint', /^[0-9a-f]{16}$/);
    // A monkey may leave a thousand parts behind: the keys come later then.
    await expect(page.locator('html[data-keys="bound"]')).toBeAttached();
    const coming = page.waitForEvent('download');
    await page.keyboard.press('Control+s');
    await page.getByRole('button', { name: 'JSON file', exact: true }).click();
    const path = await (await coming).path();
    const cli = fileURLToPath(new URL('../src/tooling/cli.mjs', import.meta.url));
    // Reading it fails with a code when it is no whole scenario, and writes it anew when it is not canonical.
    const before = readFileSync(path, 'utf8');
    execFileSync(process.execPath, [cli, 'format', path]);
    expect(readFileSync(path, 'utf8')).toBe(before);
  });
}
