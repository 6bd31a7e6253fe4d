/**
 * How smoothly large scenes move on the canvas: gaps between animation frames while the view is panned, a part is dragged, and the run
 * plays, on the built page in Chromium without a graphics card. `node src/tooling/bench/canvas.mjs [--dist DIR] [--seconds N]`;
 * `npm run bench` calls `benchCanvas`. The goals: 60 frames a second with 200 parts in view, 30 with 400.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright';
import { findBrowser } from '../browser.mjs';
import { bundle } from '../bundle.mjs';
import { root } from '../ensure.mjs';
import { serve } from '../server.mjs';
import { median } from './processes.mjs';

const size = { width: 1440, height: 900 };
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Scenes by name: options of the maker beyond those of the two hundred services, and the goal in frames per second. */
const scenes = {
  '100 services, 200 parts': { change: { perSecond: 1800, layers: [20, 30, 30, 20], wires: [32, 33, 22] }, goal: 60 },
  '200 services, 400 parts': { change: {}, goal: 30 },
  '200 services, 800 wires': { change: { perSecond: 400, wires: [180, 190, 190] }, goal: 30 },
};

/** Runs in the page: begins to note the moments of animation frames. */
function beginFrames() {
  const times = [];
  let handle = 0;
  const note = (at) => {
    times.push(at);
    handle = requestAnimationFrame(note);
  };
  handle = requestAnimationFrame(note);
  window.endFrames = () => {
    cancelAnimationFrame(handle);
    return times.slice(1).map((at, i) => at - times[i]);
  };
}

/**
 * Gaps between animation frames while `action` lasts.
 * @param {import('playwright').Page} page
 * @param {() => Promise<unknown>} action
 */
export async function framesDuring(page, action) {
  await page.evaluate(beginFrames);
  await action();
  const gaps = await page.evaluate(() => window.endFrames());
  const sorted = [...gaps].sort((a, b) => a - b);
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  return { fps: (1000 * gaps.length) / total, medianMs: median(gaps), p95Ms: sorted[Math.floor(sorted.length * 0.95)] };
}

/** Moves the pressed pointer to and fro for some time; each move waits for the page, as a hand would. */
async function sweep(page, { x, y }, seconds) {
  await page.mouse.move(x, y);
  await page.mouse.down();
  const end = Date.now() + seconds * 1000;
  for (let i = 1; Date.now() < end; i++) await page.mouse.move(x + 60 * Math.sin(i / 9), y + 30 * Math.sin(i / 7));
  await page.mouse.up();
}

/** A place of the empty canvas. */
function findPane() {
  const canvas = document.querySelector('.canvas').getBoundingClientRect();
  const isPane = (x, y) => document.elementFromPoint(x, y)?.classList.contains('react-flow__pane');
  for (let y = canvas.top + 40; y < canvas.bottom - 60; y += 7) {
    for (let x = canvas.left + 80; x < canvas.right - 80; x += 7) if (isPane(x, y)) return { x, y };
  }
  throw new Error('nothing of the canvas is empty');
}

/** The middle of a tile far from the edges: beside one the view would move on by itself until nothing is left in it. */
function findPart() {
  const box = document.querySelector('[data-id="payment-data"] .part').getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function measureScene(page, address, file, seconds) {
  try {
    await page.goto(address);
    await page.getByLabel('Open a scenario file').setInputFiles(file);
    await page.locator('[data-id="order-core"] .part').waitFor();
    await page.waitForTimeout(4000);
    const clock = async () => {
      const text = await page.getByRole('timer', { name: 'Simulated time' }).textContent();
      const [, minutes, rest] = /(\d+):(\d+\.\d)/.exec(text);
      return Number(minutes) * 60 + Number(rest);
    };
    const before = { clock: await clock(), wall: performance.now() };
    const live = await framesDuring(page, () => page.waitForTimeout(seconds * 1000));
    const speed = ((await clock()) - before.clock) / ((performance.now() - before.wall) / 1000);
    const pane = await page.evaluate(findPane);
    const panLive = await framesDuring(page, () => sweep(page, pane, seconds));
    await page.keyboard.press('Space');
    await page.waitForTimeout(500);
    const pan = await framesDuring(page, () => sweep(page, pane, seconds));
    const part = await page.evaluate(findPart);
    const drag = await framesDuring(page, () => sweep(page, part, seconds));
    const parts = await page.locator('.react-flow__node').count();
    const wires = await page.locator('.react-flow__edge').count();
    return { live, 'pan, live': panLive, pan, drag, parts, wires, speed };
  } finally {
    await page.close();
  }
}

/**
 * Serves the built page (built into a folder that is removed again, if `dist` names none) and opens a browser on it.
 * @template T
 * @param {string | undefined} dist
 * @param {(open: () => Promise<import('playwright').Page>, address: string, folder: string) => Promise<T>} visit
 * @returns {Promise<T | null>} null without a browser
 */
export async function withPage(dist, visit) {
  const executablePath = findBrowser();
  if (executablePath === null) return null;
  const folder = mkdtempSync(join(tmpdir(), 'faultline-canvas-'));
  const built = dist ?? join(folder, 'dist');
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  if (!dist) execFileSync(process.execPath, [vite, 'build', '--outDir', built, '--logLevel', 'error'], { cwd: root });
  const server = await serve({ port: 0, folder: built });
  const browser = await chromium.launch({ executablePath, args });
  try {
    return await visit(() => browser.newPage({ viewport: size }), `http://127.0.0.1:${server.port}/?profile=dark`, folder);
  } finally {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Measures all scenes.
 * @param {{ dist?: string, seconds?: number }} options a built page; without one it is built
 * @returns {Promise<Record<string, object> | null>} frames by scene; null without a browser
 */
export async function measureCanvas({ dist, seconds = 4 } = {}) {
  const { makeScene, TWO_HUNDRED } = await import(pathToFileURL(await bundle(join(root, 'src/tooling/scene.ts'))).href);
  return withPage(dist, async (open, address, folder) => {
    const results = {};
    for (const [name, { change, goal }] of Object.entries(scenes)) {
      const file = join(folder, 'scene.json');
      writeFileSync(file, JSON.stringify(makeScene({ ...TWO_HUNDRED, durationMs: 60_000, ...change })));
      results[name] = { goal, ...(await measureScene(await open(), address, file, seconds)) };
    }
    return results;
  });
}

/** Prints the table, and how many goals are missed. */
export async function benchCanvas(options) {
  const results = await measureCanvas(options);
  if (results === null) {
    console.log('No Chromium was found: the canvas is not measured.');
    return 0;
  }
  let missed = 0;
  console.log(`\n${'canvas, everything in view'.padEnd(34)}frames/s   gap: median, 95th ms`);
  for (const [name, { goal, parts, wires, speed, ...actions }] of Object.entries(results)) {
    console.log(`${name}: ${parts} parts and ${wires} wires drawn, the run at ${speed.toFixed(2)} of real time`);
    for (const [action, { fps, medianMs, p95Ms }] of Object.entries(actions)) {
      // A frame of 60 a second is 16.7 ms; a tenth more is the clock's.
      const isMet = medianMs <= (1000 / goal) * 1.1;
      if (!isMet) missed++;
      const gaps = `${medianMs.toFixed(1).padStart(10)}${p95Ms.toFixed(1).padStart(8)}`;
      console.log(`  ${action.padEnd(32)}${fps.toFixed(0).padStart(6)}   ${gaps}  goal ${goal} ${isMet ? 'met' : 'MISSED'}`);
    }
  }
  return missed;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const option = (name) => process.argv.at(process.argv.indexOf(`--${name}`) + 1);
  const has = (name) => process.argv.includes(`--${name}`);
  const seconds = has('seconds') ? { seconds: Number(option('seconds')) } : {};
  await benchCanvas({ ...(has('dist') ? { dist: option('dist') } : {}), ...seconds });
}
