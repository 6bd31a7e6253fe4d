/**
 * Takes pictures of the page for people (and helpers) who look at it: `node src/tooling/look.mjs OUTDIR [--size WxH]...
 * [--theme dark|light|projector]... [--at SECONDS]... [--query TEXT] [--dist DIR] [--file SCENARIO]`. Serves the built page
 * itself; tells what the console said. Not part of `npm test`.
 */
import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright';
import { ensureBrowser } from './browser.mjs';
import { serve } from './server.mjs';

const args = process.argv.slice(2);
const all = (name) => args.flatMap((arg, i) => (arg === `--${name}` ? [args[i + 1]] : []));
const or = (list, usual) => (list.length > 0 ? list : usual);

const [out = 'look'] = args;
const sizes = or(all('size'), ['1024x768', '1440x900', '1920x1080']);
const themes = or(all('theme'), ['dark']);
const moments = or(all('at'), ['3']).map(Number);
const [query = ''] = all('query');

mkdirSync(out, { recursive: true });
const [folder] = all('dist');
const [file] = all('file');
const server = await serve({ port: 0, ...(folder ? { folder } : {}) });
const browser = await chromium.launch({
  executablePath: ensureBrowser(),
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
for (const theme of themes) {
  for (const size of sizes) {
    const [width, height] = size.split('x').map(Number);
    const page = await browser.newPage({ viewport: { width, height } });
    page.on('console', (message) => console.log(`${theme} ${size} ${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => console.log(`${theme} ${size} ERROR ${error.message}`));
    await page.goto(`http://127.0.0.1:${server.port}/?profile=${theme}${query ? `&${query}` : ''}`);
    if (file) {
      await page.getByLabel('Open a scenario file').setInputFiles(file);
      await page.waitForTimeout(500);
    }
    const start = Date.now();
    for (const at of moments) {
      await page.waitForTimeout(Math.max(0, at * 1000 - (Date.now() - start)));
      await page.screenshot({ path: `${out}/${theme}-${size}-${at}s.png` });
    }
    await page.close();
  }
}
await browser.close();
server.close();
