/** `sweep`: settings take values, every combination runs for every seed on all cores, and figures become means with bands. */
import { createHash } from 'node:crypto';
import process from 'node:process';
import type { Io } from './io';
import { loadScenario } from './load';
import { OptionError, type OptionKind, type Options, parseOptions } from './options';
import { merged } from './sweep-merge';
import { requestOf, type SweepRequest } from './sweep-options';
import { runAll } from './sweep-pool';
import { resultJson, type SweepResult } from './sweep-result';
import { resultCsv, resultText } from './sweep-text';
import type { Scenario } from '@/scenario/schema';
import { cellsOf, pairAt, runCountOf } from '@/simulation/sweep';
import { unknownMetricsOf } from '@/simulation/sweep-run';

const OPTIONS: Readonly<Record<string, OptionKind>> = {
  vary: 'many',
  seeds: 'one',
  metric: 'many',
  patch: 'many',
  set: 'many',
  until: 'one',
  shard: 'one',
  jobs: 'one',
  merge: 'flag',
  json: 'flag',
  csv: 'one',
};

/** Runs the command. Throws an OptionError or a FileError. */
export async function sweep(args: readonly string[], io: Io): Promise<number> {
  const options = parseOptions(args, OPTIONS);
  const result = options.has('merge') ? await mergedBy(options, io) : await resultOf(requestOf(options), io);
  if (result === null) return 2;
  const csv = options.one('csv');
  if (csv !== undefined) io.write(csv, resultCsv(result));
  await io.out(options.has('json') || result.head.shard !== null ? resultJson(result) : resultText(result));
  return tellStopped(result, io);
}

function mergedBy(options: Options, io: Io): Promise<SweepResult> {
  const surplus = Object.keys(OPTIONS).find((name) => !['merge', 'json', 'csv'].includes(name) && options.has(name));
  if (surplus !== undefined) throw new OptionError(`--${surplus}: does not go with --merge, which only adds up: leave it out`);
  return merged(options.files, io);
}

/** Every file is read once, standard input above all. */
function withMemory(io: Io): Io {
  const texts = new Map<string, Promise<string>>();
  const read = (path: string): Promise<string> => {
    const text = texts.get(path) ?? io.read(path);
    texts.set(path, text);
    return text;
  };
  return { ...io, read };
}

interface Cells {
  readonly name: string;
  readonly base: Scenario;
  readonly cells: readonly Scenario[];
}

/** The scenario of each cell, checked before anything runs; null when the file is wrong, having said why. */
async function loadCells({ file, patches, sets, plan }: SweepRequest, io: Io): Promise<Cells | null> {
  const memory = withMemory(io);
  const base = await loadScenario(memory, { file, patches, sets });
  (base.ok ? base.notes : base.lines).forEach((line) => io.err(line));
  if (!base.ok) return null;
  const cells: Scenario[] = [];
  for (const values of cellsOf(plan.axes)) {
    const varied = plan.axes.map(({ path }, i) => `${path}=${JSON.stringify(values[i])}`);
    const loaded = await loadScenario(memory, { file, patches, sets: [...sets, ...varied] });
    if (!loaded.ok) throw new OptionError(`--vary ${varied.join(' ')}: ${(loaded.lines[0] ?? '').replace(`${base.name}: `, '')}`);
    cells.push(loaded.scenario);
  }
  return { name: base.name, base: base.scenario, cells };
}

/** A metric must be a figure of some cell at least: a setting may switch on the policy that has it. */
function checkMetrics({ plan }: SweepRequest, cells: readonly Scenario[]): void {
  let unknown: readonly string[] = plan.metrics;
  for (const scenario of cells) {
    if (unknown.length === 0) return;
    unknown = unknownMetricsOf(scenario, unknown);
  }
  if (unknown[0] !== undefined) {
    throw new OptionError(`--metric: the report has no figure “${unknown[0]}”: look for its path with simulate --json`);
  }
}

async function resultOf(request: SweepRequest, io: Io): Promise<SweepResult | null> {
  const { plan, untilMs, shard, jobs } = request;
  const loaded = await loadCells(request, io);
  if (loaded === null) return null;
  const { name, base, cells } = loaded;
  checkMetrics(request, cells);
  const { index, of } = shard ?? { index: 1, of: 1 };
  const count = Math.max(0, Math.ceil((runCountOf(plan) - (index - 1)) / of));
  const { metrics } = plan;
  const jobAt = (place: number) => {
    const { cell, seed } = pairAt(plan, index - 1 + place * of);
    return { cell, scenario: cells[cell] as Scenario, seed, untilMs, metrics };
  };
  const runs = await runAll(count, jobAt, jobs, (done) => tellProgress(done, count));
  const digest = createHash('sha256').update(JSON.stringify(base)).digest('hex').slice(0, 16);
  const head = { title: base.title, file: name, base: digest, untilMs, shard: shard ? `${index}/${of}` : null };
  return { head, plan, runs };
}

/** For people who wait at a terminal; nothing of it goes into a file. */
function tellProgress(done: number, count: number): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(done === count ? '\r\u001b[K' : `\r${done} of ${count} runs`);
}

function tellStopped({ plan, runs }: SweepResult, io: Io): number {
  const stopped = runs.filter((run) => run.stopped !== null);
  const cells = cellsOf(plan.axes);
  for (const { cell, seed, stopped: limit } of stopped.slice(0, 3)) {
    const settings = plan.axes.map(({ path }, i) => `${path}=${String(cells[cell]?.[i])}`).join(' ');
    io.err(`${settings}, seed ${seed}: stopped by the limit "${limit}": its figures are those up to there`);
  }
  if (stopped.length > 3) io.err(`${stopped.length - 3} more runs were stopped by a limit`);
  return stopped.length > 0 ? 3 : 0;
}
