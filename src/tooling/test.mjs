/**
 * `npm test`: installs what is missing, runs every stage even when one before it failed, and closes with one line of counts.
 * A stage that is a tool counts as one test. Needs only Node itself.
 *
 *   node src/tooling/test.mjs [--deep] [--only STAGE,STAGE]      stages: see `stages` at the end
 *
 * --deep sets FAULTLINE_DEEP=1, which the suites read to run more seeds and longer.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BrowserError, ensureBrowser } from './browser.mjs';
import { cache, ensureOrExit, root } from './ensure.mjs';
import { ensurePrograms } from './real-programs.mjs';

const minuteMs = 60_000;

/** What a stage hands back: how many tests passed and failed, and a sentence when there is more to say. */
const verdict = (passed, failed, remark = '') => ({ passed, failed, remark });

const packageFile = (path) => join(root, 'node_modules', path);

/** Runs a Node script of a package. Its output is kept and shown only when it failed. */
function run(script, args, { minutes, env = {} }) {
  return new Promise((resolve) => {
    const chunks = [];
    const child = spawn(process.execPath, [packageFile(script), ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: minutes * minuteMs,
      killSignal: 'SIGTERM',
    });
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => resolve({ isFine: false, output: String(error) }));
    child.on('close', (code, signal) => {
      const end = signal ? `\nEnded by ${signal}; a stage may take ${minutes} minutes.` : '';
      resolve({ isFine: code === 0, output: Buffer.concat(chunks).toString() + end });
    });
  });
}

/** A stage that is one tool: passed or failed as a whole. */
const tool =
  (script, ...args) =>
  async ({ minutes }) => {
    const { isFine, output } = await run(script, args, { minutes });
    if (!isFine) console.log(output);
    return verdict(isFine ? 1 : 0, isFine ? 0 : 1);
  };

/** A stage that is a suite: the runner writes a report, `count` reads it. A runner that fails on top of that counts once. */
async function suite(script, args, { minutes, report, env, count }) {
  const file = join(cache, report);
  rmSync(file, { force: true });
  const { isFine, output } = await run(script, args(file), { minutes, env: env?.(file) ?? {} });
  let counted;
  try {
    counted = count(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    counted = verdict(0, 0, 'no report');
  }
  const { passed, failed, remark } = counted;
  if (!isFine) console.log(output);
  // Nothing run is no success, and an error outside every test has no failed test of its own.
  const isBroken = failed === 0 && (!isFine || passed === 0);
  return verdict(passed, isBroken ? 1 : failed, remark);
}

const skipped = (count) => (count > 0 ? `${count} skipped` : '');

function countUnit(report) {
  const unloadable = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return verdict(
    report.numPassedTests,
    report.numFailedTests + unloadable.length,
    skipped(report.numPendingTests + (report.numTodoTests ?? 0)),
  );
}

const unit = ({ minutes }) =>
  suite('vitest/vitest.mjs', (file) => ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`], {
    minutes,
    report: 'unit.json',
    count: countUnit,
  });

/** Titles of the tests that failed at first and passed when repeated. */
function repeatedTitles({ specs = [], suites = [] }) {
  const own = specs.filter(({ tests }) => tests.some(({ status }) => status === 'flaky')).map(({ title }) => title);
  return [...own, ...suites.flatMap(repeatedTitles)];
}

/** A test that passed only when repeated counts as passed, and is named: see the retries of e2e/playwright.config.ts. */
function countE2e(report) {
  const { stats } = report;
  const repeated = repeatedTitles(report);
  const remarks = [skipped(stats.skipped), repeated.length > 0 ? `only on the second try: ${repeated.join('; ')}` : ''];
  return verdict(stats.expected + stats.flaky, stats.unexpected, remarks.filter((remark) => remark !== '').join(', '));
}

async function e2e({ minutes, failedStages }) {
  if (failedStages.has('build')) return verdict(0, 1, 'not run: there is no fresh build');
  let browser;
  try {
    browser = ensureBrowser();
  } catch (error) {
    if (!(error instanceof BrowserError)) throw error;
    return verdict(0, 1, error.message);
  }
  return suite('@playwright/test/cli.js', () => ['test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json'], {
    minutes,
    report: 'e2e.json',
    env: (file) => ({ FAULTLINE_CHROMIUM: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: file }),
    count: countE2e,
  });
}

/** One process of `check`: its lines, and how many files passed. Every file has a line, so nothing can be lost unseen. */
function checkFiles(files, seeds, minutes) {
  return new Promise((resolve) => {
    const chunks = [];
    const child = spawn(process.execPath, [join(root, 'src/tooling/cli.mjs'), 'check', ...files, '--seeds', seeds], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: minutes * minuteMs,
    });
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('close', () => {
      const lines = Buffer.concat(chunks).toString().split('\n');
      const passed = lines.filter((line) => line.startsWith('ok ')).length;
      resolve({ passed, failed: files.length - passed, output: lines.filter((line) => !line.startsWith('ok ')).join('\n') });
    });
  });
}

/** The claims of the course and all other shipped scenarios, dealt out to two processes, the dearest file to each first. */
async function claims({ minutes }) {
  const home = join(root, 'scenarios');
  const files = readdirSync(home, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => `scenarios/${name.replaceAll('\\', '/')}`)
    .sort((a, b) => Number(b.includes('api-gateway/')) - Number(a.includes('api-gateway/')) || (a < b ? -1 : 1));
  const seeds = process.env.FAULTLINE_DEEP === '1' ? '1..20' : '1,2';
  const halves = [0, 1].map((half) => files.filter((_, i) => i % 2 === half));
  const results = await Promise.all(halves.map((half) => checkFiles(half, seeds, minutes)));
  const sum = (figure) => results.reduce((total, result) => total + result[figure], 0);
  if (sum('failed') > 0) for (const { output } of results) console.log(output);
  return verdict(sum('passed'), sum('failed'), `seeds ${seeds}`);
}

const stages = {
  'types-page': tool('typescript/bin/tsc', '-p', 'tsconfig.json'),
  'types-engine': tool('typescript/bin/tsc', '-p', 'src/engine/tsconfig.json'),
  lint: tool('oxlint/bin/oxlint', '-c', 'src/tooling/oxlint.json', 'src', 'e2e', 'vite.config.ts'),
  imports: tool('dependency-cruiser/bin/dependency-cruise.mjs', '--config', 'src/tooling/dependency-cruiser.cjs', 'src'),
  unit,
  claims,
  build: tool('vite/bin/vite.js', 'build', '--logLevel', 'warn'),
  e2e,
};

function chosenStages(args) {
  const at = args.indexOf('--only');
  if (at < 0) return Object.keys(stages);
  const names = (args[at + 1] ?? '').split(',');
  const unknown = names.filter((name) => !Object.hasOwn(stages, name));
  if (unknown.length > 0) {
    console.error(`No stage is called "${unknown.join(', ')}". There are: ${Object.keys(stages).join(', ')}.`);
    process.exit(2);
  }
  return names;
}

const args = process.argv.slice(2);
const names = chosenStages(args);
const isDeep = args.includes('--deep');
if (isDeep) process.env.FAULTLINE_DEEP = '1';
ensureOrExit();
if (isDeep) ensurePrograms();
mkdirSync(cache, { recursive: true });

let passed = 0;
let failed = 0;
const failedStages = new Set();

async function runStage(name) {
  const startedAt = Date.now();
  const result = await stages[name]({ minutes: isDeep ? 120 : 20, failedStages });
  passed += result.passed;
  failed += result.failed;
  if (result.failed > 0) failedStages.add(name);
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  const mark = result.failed > 0 ? 'FAILED' : 'ok    ';
  const counts = `${result.passed} passed, ${result.failed} failed`.padEnd(24);
  const remark = result.remark ? `  (${result.remark})` : '';
  console.log(`${mark} ${name.padEnd(12)} ${counts} ${seconds.padStart(6)} s${remark}`);
}

/** Tools that use one core each: two of them at a time. The other stages have the machine to themselves. */
const SINGLE = ['types-page', 'types-engine', 'lint', 'imports'];
const waiting = names.filter((name) => SINGLE.includes(name));
const take = async () => {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await runStage(name);
};
await Promise.all([take(), take()]);
for (const name of names.filter((one) => !SINGLE.includes(one))) await runStage(name);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
