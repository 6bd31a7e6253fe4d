/** What a first visit fetches before it draws anything: the scripts that index.html names. Everything else comes later. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';

/** Bytes of script, packed, before charts. */
const MOST = 350_000;

test('the scripts of the first picture are within their bound', () => {
  const page = readFileSync('dist/index.html', 'utf8');
  const scripts = new Set(page.match(/assets\/[\w.-]+\.js/g));
  expect(scripts.size).toBeGreaterThan(3);
  const bytes = [...scripts].map((name) => gzipSync(readFileSync(`dist/${name}`)).length);
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST);
});
