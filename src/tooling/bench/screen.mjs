/**
 * How the screen keeps up with a run: the largest scenario of the course played with charts, dots and statecharts in view, the moment
 * that the parts show while the playhead is dragged, the way back over ten minutes, a branch from there, and the first moment at which
 * the page answers. On the built page in Chromium without a graphics card: `node src/tooling/bench/screen.mjs [--dist DIR]`; part of
 * `npm run bench`.
 */
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { framesDuring, withPage } from './canvas.mjs';
import { median } from './processes.mjs';
import { root } from '../ensure.mjs';

/** Fourteen parts and ten wires; no other scenario of the four exercises has more. */
const LARGEST = 'service-mesh/lab-2.json';
const CANARY = 'rollout-payment';
/** The exercise whose run is stretched to ten minutes. */
const LONG = 'circuit-breaker/base.json';
const TEN_MINUTES_MS = 600_000;
const PLAY_S = 10;
const VISITS = 3;
/** The playhead goes back so many times ten seconds: what is nearest to the end takes longest to compute anew. */
const STEPS_BACK = [1, 14, 45];

const shipped = (name) => join(root, 'scenarios', name);
const playhead = (page) => page.getByRole('slider', { name: 'Moment of the run' });

/** From the beginning of the visit until there is a run and keys act, in milliseconds of the page's own clock. */
async function timeOpening(page, address) {
  await page.addInitScript(() => {
    const look = () => {
      const hasRun = document.querySelector('[data-fingerprint]') !== null;
      if (hasRun && document.documentElement.dataset.keys === 'bound') window.answersMs = performance.now();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.goto(address);
  await page.waitForFunction(() => window.answersMs !== undefined);
  return page.evaluate(() => window.answersMs);
}

/** Time that tasks of the main thread took, in seconds, by Chromium's own count. */
async function taskSeconds(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration').value;
}

async function measurePlay(page) {
  await page.getByLabel('Open a scenario file').setInputFiles(shipped(LARGEST));
  // A canary is chosen, so that its machine is drawn beside the canvas.
  await page.locator(`[data-id="${CANARY}"]`).click();
  await page.waitForTimeout(3000);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const before = { tasks: await taskSeconds(session), wall: performance.now() };
  const frames = await framesDuring(page, () => page.waitForTimeout(PLAY_S * 1000));
  const busy = (await taskSeconds(session)) - before.tasks;
  const seen = await page.evaluate(() => ({
    charts: document.querySelectorAll('.recharts-wrapper').length,
    states: document.querySelectorAll('.chart-state').length,
  }));
  return { ...frames, busyShare: (busy * 1000) / (performance.now() - before.wall), ...seen };
}

/** Runs in the page: presses keys on the playhead and answers after how many milliseconds the run stands at `fingerprint`. */
function timeKeys({ keys, fingerprint }) {
  const head = document.querySelector('[role="slider"][aria-label="Moment of the run"]');
  const mark = document.querySelector('[data-fingerprint]');
  const begin = performance.now();
  return new Promise((resolve) => {
    const look = () => {
      if (mark.dataset.fingerprint === fingerprint) requestAnimationFrame(() => resolve(performance.now() - begin));
      else requestAnimationFrame(look);
    };
    for (const key of keys) head.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    requestAnimationFrame(look);
  });
}

/** Where the run stands, once it stands still. */
async function settled(page) {
  await page.waitForTimeout(200);
  await page.waitForFunction(() => document.querySelector('.timebar-phase[data-busy]') === null);
  const mark = page.locator('[data-fingerprint]');
  let before = '';
  for (let now = await mark.getAttribute('data-fingerprint'); now !== before; now = await mark.getAttribute('data-fingerprint')) {
    before = now;
    await page.waitForTimeout(800);
  }
  return before;
}

/** Each moment is visited once, so that it is known again, and then from the end of the run. */
async function measureBack(page) {
  const back = [];
  for (const steps of STEPS_BACK) {
    const keys = new Array(steps).fill('PageDown');
    await playhead(page).press('End');
    const end = await settled(page);
    for (const key of keys) await playhead(page).press(key);
    const there = await settled(page);
    await page.evaluate(timeKeys, { keys: ['End'], fingerprint: end });
    back.push(await page.evaluate(timeKeys, { keys, fingerprint: there }));
  }
  return back;
}

/** Runs in the page: notes when the pressed pointer moved, and when the clock was drawn anew after it. */
function watchMoves() {
  const seen = { movedMs: 0, clock: [] };
  let isAwaited = false;
  const begin = ({ buttons }) => {
    if (buttons === 0) return;
    seen.movedMs = performance.now();
    isAwaited = true;
  };
  document.addEventListener('pointermove', begin, true);
  new MutationObserver(() => {
    if (!isAwaited) return;
    isAwaited = false;
    const since = seen.movedMs;
    requestAnimationFrame(() => seen.clock.push(performance.now() - since));
  }).observe(document.querySelector('.timebar-clock'), { subtree: true, characterData: true, childList: true });
  window.movesSeen = seen;
}

/** Runs in the page: all that the parts on the canvas say. */
const partsText = () => [...document.querySelectorAll('.canvas .part')].map((part) => part.textContent).join('|');

/** Runs in the page: notes how long after the next move the parts say `text`, drawn. */
function awaitParts(text) {
  const since = window.movesSeen.movedMs;
  const says = () => [...document.querySelectorAll('.canvas .part')].map((part) => part.textContent).join('|');
  window.partsSeen = new Promise((resolve) => {
    const look = () => {
      const { movedMs } = window.movesSeen;
      if (movedMs !== since && says() === text) resolve(performance.now() - movedMs);
      else requestAnimationFrame(look);
    };
    look();
  });
}

/** The playhead is dragged to and fro over the run twice: the first time tells what the moments look like, the second how soon they do. */
async function measureScrubbing(page) {
  await page.evaluate(watchMoves);
  const head = await playhead(page).boundingBox();
  const lane = await page.locator('.lane-veil').boundingBox();
  const y = head.y + 8;
  const places = [0.5, 0.55, 0.6, 0.5, 0.4, 0.2, 0.25, 0.3, 0.8, 0.7].map((share) => lane.x + lane.width * share);
  await page.mouse.move(head.x + head.width / 2, y);
  await page.mouse.down();
  const texts = [];
  for (const x of places) {
    await page.mouse.move(x, y);
    await page.waitForTimeout(1500);
    texts.push(await page.evaluate(partsText));
  }
  await page.mouse.move(lane.x + lane.width * 0.9, y);
  await page.waitForTimeout(1500);
  const arrivals = [];
  for (const [i, x] of places.entries()) {
    await page.evaluate(awaitParts, texts[i]);
    await page.mouse.move(x, y);
    arrivals.push(await page.evaluate(() => window.partsSeen));
    await page.waitForTimeout(300);
  }
  await page.mouse.up();
  const clock = await page.evaluate(() => window.movesSeen.clock);
  return { clock, arrivals, moments: new Set(texts).size };
}

/** Runs in the page: turns a lever and answers after how many milliseconds the former run stands as a pale line. */
function timeBranch(lever) {
  const begin = performance.now();
  lever.click();
  return new Promise((resolve) => {
    const look = () => {
      if (document.querySelector('[aria-label^="Close the pale line"]')) resolve(performance.now() - begin);
      else requestAnimationFrame(look);
    };
    look();
  });
}

/** Measures everything; null without a browser. */
export function measureScreen({ dist } = {}) {
  return withPage(dist, async (open, address, folder) => {
    const openings = [];
    for (let i = 0; i < VISITS; i++) {
      const page = await open();
      openings.push(await timeOpening(page, address));
      await page.close();
    }
    const page = await open();
    await page.goto(address);
    await page.locator('html[data-keys="bound"]').waitFor();
    const play = await measurePlay(page);
    const long = join(folder, 'long.json');
    writeFileSync(long, JSON.stringify({ ...JSON.parse(readFileSync(shipped(LONG), 'utf8')), durationMs: TEN_MINUTES_MS }));
    await page.getByLabel('Open a scenario file').setInputFiles(long);
    await page.waitForTimeout(1500);
    const back = await measureBack(page);
    const scrub = await measureScrubbing(page);
    await settled(page);
    await page.getByRole('tab', { name: 'Story' }).click();
    const branch = await page.getByRole('switch', { name: /^Breaker/ }).evaluate(timeBranch);
    return { openings, play, back, scrub, branch };
  });
}

/** Prints the table, and answers how many goals are missed. */
export async function benchScreen(options) {
  const results = await measureScreen(options);
  if (results === null) {
    console.log('No Chromium was found: the screen is not measured.');
    return 0;
  }
  const { openings, play, back, scrub, branch } = results;
  let missed = 0;
  const goal = (text, value, limit, digits = 0) => {
    const isMet = value <= limit;
    if (!isMet) missed++;
    console.log(`${text.padEnd(66)}${value.toFixed(digits).padStart(8)}  <= ${String(limit).padEnd(6)} ${isMet ? 'met' : 'MISSED'}`);
  };
  const view = `${play.charts} charts and ${play.states} states of machines in view`;
  console.log(`\nscreen: ${LARGEST} at 1x, ${view}, ${play.fps.toFixed(0)} frames/s`);
  goal('gap between two frames, median, ms', play.medianMs, 18.4, 1);
  goal('gap between two frames, 95th of 100, ms', play.p95Ms, 33.4, 1);
  goal('main thread busy, share', play.busyShare, 0.6, 2);
  goal('dragging the playhead: the clock shows the moment after, ms', median(scrub.clock), 50);
  console.log(`${scrub.moments} different moments under the dragged playhead`);
  goal('dragging over ten minutes: the parts show it after (median), ms', median(scrub.arrivals), 50);
  goal('dragging over ten minutes: the same, the slowest, ms', Math.max(...scrub.arrivals), 50);
  goal(`back to a moment of a run of ten minutes (worst of ${back.length}), ms`, Math.max(...back), 1000);
  goal('a branch from there, until the former run is a pale line, ms', branch, 1000);
  goal(`first visit until there is a run and keys act (median of ${openings.length}), ms`, median(openings), 1500);
  return missed;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const at = process.argv.indexOf('--dist');
  await benchScreen(at < 0 ? {} : { dist: process.argv[at + 1] });
}
