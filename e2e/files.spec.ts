/** Files: out and in again without a change, and bad ones that cost nothing. */
import { readFileSync } from 'node:fs';
import { expect, test } from './fixtures';

const base = readFileSync('scenarios/circuit-breaker/base.json', 'utf8');

test('exports the canonical file, and opens it again', async ({ playground }) => {
  const { page } = playground;
  await playground.open();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export' }).click()]);
  expect(download.suggestedFilename()).toMatch(/\.faultline\.json$/);
  const path = await download.path();
  expect(readFileSync(path, 'utf8')).toBe(base);
  const changed = { ...(JSON.parse(base) as object), title: 'Another story' };
  await page
    .getByLabel('Open a scenario file')
    .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(changed)) });
  await expect(page.getByRole('heading', { name: /Another story/ })).toBeVisible();
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

for (const [name, text, place, words] of bad) {
  test(`a file with ${name} is refused with a sentence, and the present run goes on`, async ({ playground }) => {
    const { page } = playground;
    await playground.open();
    const before = await playground.seconds();
    await page
      .getByLabel('Open a scenario file')
      .setInputFiles({ name: 'bad.json', mimeType: 'application/json', buffer: Buffer.from(text) });
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
