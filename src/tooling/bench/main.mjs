/**
 * `npm run bench`: how fast the engine is, beside simjs on the same models, and what metrics, deadlines, state machines and
 * the browser cost. Every figure is the median of 5 repeats (`--quick`: 1), taken in turn in fresh processes, so that noise
 * hits all alike. The goals are ratios of one run; a missed one is said, and is no error.
 */
import { benchCanvas } from './canvas.mjs';
import { benchScreen } from './screen.mjs';
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { bundle } from '../bundle.mjs';
import { ensureOrExit } from '../ensure.mjs';
import { measureProcess, median, spread } from './processes.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const isQuick = process.argv.includes('--quick');
const repeats = isQuick ? 1 : 5;
const MILLION = 1_000_000;

const model = (name, more = {}) => ({ kind: 'model', model: name, requests: MILLION, ...more });
const engine = {
  mm1: model('mm1'),
  chainL: model('chainL'),
  'chain, traced': model('chain', { isTraced: true }),
  chain: model('chain'),
  'chain, warm': model('chain', { warmUps: 2 }),
  'chain, no metrics': model('chain', { hasMetrics: false }),
  'chain, no deadlines': model('chain', { hasTimeouts: false }),
  'chainL, no deadlines': model('chainL', { hasTimeouts: false }),
  'story, XState breakers': model('story', { requests: MILLION / 2 }),
  'story, plain breakers': model('story', { requests: MILLION / 2, keeper: 'plain' }),
};
/** Scenarios that grow, see scale.ts. */
const scale = (name, size) => ({ kind: 'scale', scale: name, ...(size === undefined ? {} : { size }) });
const scales = {
  'fuller model': scale('fuller'),
  'fuller model, priced proxies': scale('fuller', 1),
  '200 services with proxies': scale('services'),
  '10 parts': scale('parts', 10),
  '2,000 parts': scale('parts', 2000),
  '100 completions booked': scale('pending', 100),
  '1,000,000 completions booked': scale('pending', 1_000_000),
  '10 breakers at rest': scale('breakers', 0),
  '10 breakers flapping': scale('breakers', 1),
};
const browser = {
  'chain in Chromium': engine.chain,
  'chainL in Chromium': engine.chainL,
  'chain, warm in Chromium': engine['chain, warm'],
};
const simjs = { 'mm1, simjs': ['mm1', 200_000], 'chain, simjs': ['chain', 200_000], 'chainL, simjs': ['chainL', 100_000] };

/** Rates in requests and events per second, and the last outcome, by the name of a row. */
const rows = new Map();

function keep(name, requests, outcome) {
  const row = rows.get(name) ?? { rates: [], events: [], outcome };
  row.rates.push((requests / outcome.ms) * 1000);
  if (outcome.events) row.events.push((outcome.events / outcome.ms) * 1000);
  row.outcome = outcome;
  rows.set(name, row);
}

/** The median of the ratios of each repeat: both sides of a ratio have met the same noise. */
const ratio = (a, b) => median(rows.get(a).rates.map((value, i) => value / rows.get(b).rates[i]));
/** The same for events: how much dearer one is than another. */
const eventRatio = (a, b) => median(rows.get(a).events.map((value, i) => value / rows.get(b).events[i]));
const areSame = (a, b) =>
  ['fingerprint', 'completed', 'failed', 'expired', 'transitions', 'events'].every(
    (key) => rows.get(a).outcome[key] === rows.get(b).outcome[key],
  );

async function measureAll() {
  const program = await bundle(here('node-entry.ts'));
  const { openChromium } = await import('./chromium.mjs');
  const tab = await openChromium(await bundle(here('worker-entry.ts')));
  const micro = [];
  try {
    for (let repeat = 0; repeat < repeats; repeat++) {
      process.stderr.write(`repeat ${repeat + 1} of ${repeats}\n`);
      for (const [name, task] of Object.entries(engine)) {
        keep(name, task.requests, await measureProcess(program, JSON.stringify(task)));
      }
      for (const [name, task] of Object.entries(scales)) {
        const outcome = await measureProcess(program, JSON.stringify(task));
        keep(name, outcome.requests, outcome);
      }
      for (const [name, [which, count]] of Object.entries(simjs)) {
        keep(name, count, await measureProcess(here('simjs-models.mjs'), which, String(count)));
      }
      if (tab) for (const [name, task] of Object.entries(browser)) keep(name, task.requests, await tab.measure(task));
      micro.push(await measureProcess(program, JSON.stringify({ kind: 'micro', micro: 'histogram' })));
    }
  } finally {
    await tab?.close();
  }
  const memory = await measureProcess('--expose-gc', program, JSON.stringify({ kind: 'micro', micro: 'memory' }));
  const costs = await measureProcess(program, JSON.stringify({ kind: 'costs' }));
  return { micro, memory, costs, minuteS: timeMinute(), version: tab?.version ?? null };
}

/** The million-request minute from the command line, start-up included, in seconds. */
function timeMinute() {
  const start = performance.now();
  execFileSync(process.execPath, [here('../cli.mjs'), 'simulate', here('../../../scenarios/api-gateway/at-scale.json'), '--json'], {
    maxBuffer: 1 << 26,
  });
  return (performance.now() - start) / 1000;
}

const millions = (value) => (value / MILLION).toFixed(3).padStart(8);

function printRates() {
  console.log(`\n${'program'.padEnd(30)}M requests/s  M events/s   spread`);
  for (const [name, { rates, events }] of rows) {
    const perEvent = events.length > 0 ? millions(median(events)) : '       –';
    console.log(
      `${name.padEnd(30)}${millions(median(rates))}      ${perEvent}    ${(spread(rates) * 100).toFixed(0).padStart(4)} %`,
    );
  }
}

let missed = 0;

/** One goal: what, the figure, the goal, and whether a small figure is a good one. */
function goal(text, value, limit, { isLess = false, isSame = true, digits = 2 } = {}) {
  const isMet = isSame && (isLess ? value <= limit : value >= limit);
  if (!isMet) missed++;
  const aim = `${isLess ? '<=' : '>='} ${String(limit).padEnd(6)}`;
  const result = `${isMet ? 'met' : 'MISSED'}${isSame ? '' : ', RESULTS DIFFER'}`;
  console.log(`${text.padEnd(52)}${value.toFixed(digits).padStart(8)}  ${aim} ${result}`);
}

function printGoals({ micro, memory, costs, minuteS, version }) {
  console.log(`\n${'ratio'.padEnd(52)}   value     goal`);
  goal('chain / simjs', ratio('chain', 'chain, simjs'), 6);
  goal('chainL / simjs', ratio('chainL', 'chainL, simjs'), 14);
  goal('chainL / chain (pending deadlines must not slow it)', ratio('chainL', 'chain'), 0.85);
  goal('chain, with deadlines / without', ratio('chain', 'chain, no deadlines'), 0.75);
  goal('chainL, with deadlines / without', ratio('chainL', 'chainL, no deadlines'), 0.75);
  goal('metrics on / off, same run', ratio('chain', 'chain, no metrics'), 0.95, {
    isSame: areSame('chain', 'chain, no metrics'),
  });
  goal('trace on / off, same run', ratio('chain, traced', 'chain'), 0.9, { isSame: areSame('chain, traced', 'chain') });
  goal('XState breakers / plain fields, same run', ratio('story, XState breakers', 'story, plain breakers'), 0.97, {
    isSame: areSame('story, XState breakers', 'story, plain breakers'),
  });
  goal('fuller model / simjs on the plain chain', ratio('fuller model', 'chain, simjs'), 3);
  const services = rows.get('200 services with proxies');
  const pace = median(services.rates) / (services.outcome.requests / services.outcome.seconds);
  goal('200 services, 20,000 requests/s: simulated / real time', pace, 40, { digits: 1 });
  goal('10 breakers flapping / at rest', ratio('10 breakers flapping', '10 breakers at rest'), 0.95);
  goal('cost of an event, 2,000 parts / 10', eventRatio('10 parts', '2,000 parts'), 2, { isLess: true });
  goal('cost of an event, 1,000,000 booked / 100', eventRatio('100 completions booked', '1,000,000 completions booked'), 2, {
    isLess: true,
  });
  goal('histogram record / hdr-histogram-js', median(micro.map(({ oursNs, hdrNs }) => oursNs / hdrNs)), 0.05, {
    isLess: true,
    digits: 3,
  });
  const worst = Math.max(...micro.map(({ worstError }) => worstError));
  goal('histogram, worst error of five quantiles', worst, 0.008, { isLess: true, digits: 4 });
  if (version === null) console.log('No Chromium was found: not measured there.');
  else {
    for (const name of ['chain', 'chainL', 'chain, warm']) {
      goal(`${name}, worker of Chromium ${version.split('.')[0]} / Node, same run`, ratio(`${name} in Chromium`, name), 0.9, {
        isSame: areSame(`${name} in Chromium`, name),
      });
    }
  }
  goal('a million requests through three limits, seconds', minuteS, 10, { isLess: true });
  console.log(`\nNanoseconds that a part adds to a request (warm):`);
  for (const { name, ns } of costs) console.log(`  ${name.padEnd(36)}${ns.toFixed(0).padStart(6)}`);
  const [first] = micro;
  console.log(
    `\nOne record of a histogram: ${first.oursNs.toFixed(1)} ns; hdr-histogram-js (2 digits): ${first.hdrNs.toFixed(1)} ns.`,
  );
  const bytes = Math.round(memory.bytes);
  console.log(`A request under way: ${bytes} bytes, with its deadline and its place in a queue (${memory.pending} at once).`);
  console.log(
    `Fingerprints: ${['mm1', 'chain', 'chainL'].map((name) => `${name} ${rows.get(name).outcome.fingerprint}`).join(', ')}.`,
  );
  console.log(missed === 0 ? 'All goals are met.' : `${missed} ${missed === 1 ? 'goal is' : 'goals are'} missed.`);
}

ensureOrExit();
console.log(`Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), median of ${repeats}.`);
const results = await measureAll();
printRates();
missed += await benchCanvas({ seconds: isQuick ? 2 : 4 });
missed += await benchScreen();
printGoals(results);
