/**
 * A bad file never costs me my document (RELIABILITY R2, the half in the browser): spoilt files by the picker, by drop, by paste and in
 * links. Each is refused with a sentence or shown first; nothing of the present document changes before somebody says so.
 */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from './fixtures';
import { handOver } from './hand-over';
import { mutantOf } from '../src/scenario/test-mutants';

const base = JSON.parse(readFileSync('scenarios/circuit-breaker/base.json', 'utf8')) as Record<string, unknown>;
const EACH = process.env['FAULTLINE_DEEP'] === '1' ? 50 : 6;
const WAYS = ['picker', 'drop', 'paste', 'link'] as const;

test(`${EACH} spoilt files by each of ${WAYS.length} ways leave the document as it is`, async ({ playground }) => {
  test.setTimeout(WAYS.length * EACH * 5000 + 60_000);
  const { page } = playground;
  await playground.open('run=0');
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  // Something to lose, so that even a good file is shown before it is opened.
  await page.locator('.part').filter({ hasText: 'Checkout' }).focus();
  await page.keyboard.press('F2');
  await page.keyboard.type('Till');
  await page.keyboard.press('Enter');
  const undo = page.getByRole('button', { name: 'Undo: rename Checkout to Till', exact: true });
  await expect(undo).toBeEnabled();
  const exported = async (): Promise<string> => {
    const coming = page.waitForEvent('download');
    await page.keyboard.press('Control+s');
    await page.getByRole('button', { name: 'JSON file', exact: true }).click();
    const text = readFileSync(await (await coming).path(), 'utf8');
    await page.keyboard.press('Escape');
    return text;
  };
  const before = await exported();

  const hand = async (way: (typeof WAYS)[number], text: string): Promise<void> => {
    if (way === 'picker') {
      const file = { name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(text) };
      await page.getByLabel('Open a scenario file').setInputFiles(file);
      return;
    }
    if (way !== 'link') {
      await handOver(page, way, text);
      return;
    }
    await page.evaluate(async (content) => {
      const packed = new Response(new Blob([content]).stream().pipeThrough(new CompressionStream('deflate')));
      const letters = Array.from(new Uint8Array(await packed.arrayBuffer()), (byte) => String.fromCharCode(byte)).join('');
      window.location.hash = `#s=1.${btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`;
    }, text);
  };

  let shown = 0;
  for (const [i, way] of WAYS.entries()) {
    // A moment of a link holds a scenario and more; a spoilt file in its place is refused as such.
    for (const text of fc.sample(mutantOf([base]), { seed: 40 + i, numRuns: EACH })) {
      await hand(way, text);
      const dialog = page.getByRole('dialog');
      // A text that does not call itself a scenario may be pasted anywhere: the page leaves it alone.
      if (way === 'paste' && !(/^\s*\{/.test(text) && text.includes('"faultline-scenario"'))) continue;
      await expect(dialog, `${way}: ${text.slice(0, 300)}`).toHaveCount(1);
      await expect(dialog).toContainText(/was not opened|Open this scenario/);
      shown++;
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
      await expect(undo).toBeEnabled();
    }
  }
  expect(shown).toBeGreaterThan(WAYS.length * EACH * 0.7);
  expect(await exported()).toBe(before);
});
