/** What is typed after `sweep`: settings and their values, the share of the work, how many threads; or shares to merge. */
import { onlyFile, OptionError, type Options, parseSeeds, parseUntil } from './options';
import { quoted } from '@/scenario/problem';
import type { SweepAxis, SweepPlan, SweepValue } from '@/simulation/sweep';

/** Every nth run, from the first, second ... on: `index` from 1 to `of`. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** A sweep as it was asked for. */
export interface SweepRequest {
  readonly file: string;
  readonly patches: readonly string[];
  readonly sets: readonly string[];
  readonly plan: SweepPlan;
  readonly untilMs: number | null;
  readonly shard: Shard | null;
  /** Null: as many as the machine has cores. */
  readonly jobs: number | null;
}

const MOST_VALUES = 1000;
const MOST_RUNS = 100_000;
const NUMBER = String.raw`-?\d+(?:\.\d+)?`;
const RANGE = new RegExp(`^(${NUMBER})\\.\\.(${NUMBER})(?::(${NUMBER}))?$`);

function valueOf(text: string): SweepValue {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
  } catch {
    // What is no JSON is a word, such as the name of a preset.
  }
  return text;
}

/** Numbers of `10..100:10`, both ends included when the steps meet them; steps of 1 when none is given. */
function rangeOf(part: string, [, first, last, by = '1']: readonly (string | undefined)[]): number[] {
  const [from, to, step] = [Number(first), Number(last), Number(by)];
  if (to < from) throw new OptionError(`--vary: ${quoted(part)} must rise: write it like 10..100:10`);
  if (step <= 0) throw new OptionError(`--vary: ${quoted(part)} needs a step above 0: write it like 10..100:10`);
  const count = Math.floor((to - from) / step + 1e-9) + 1;
  if (count > MOST_VALUES) throw new OptionError(`--vary: ${quoted(part)} has more than ${MOST_VALUES} values: take larger steps`);
  // Twelve digits: 0.1 + 2 x 0.1 is 0.3 for whoever typed it.
  return Array.from({ length: count }, (_, i) => Number((from + i * step).toPrecision(12)));
}

/** `PATH=1,2,5`, `PATH=10..100:10` or both mixed. Throws an OptionError. */
export function parseAxis(text: string): SweepAxis {
  const at = text.indexOf('=');
  const path = text.slice(0, Math.max(at, 0));
  const list = text.slice(at + 1);
  if (path === '' || path.split('.').includes('') || list === '') {
    throw new OptionError(`--vary: ${quoted(text)} is no PATH=VALUES: write it like nodes.checkout.settings.workers=10,20,50`);
  }
  if (path === 'seed') throw new OptionError('--vary: the seed is not a setting: give several seeds with --seeds 1..20');
  const values = list.split(',').flatMap((part): SweepValue[] => {
    if (part === '') throw new OptionError(`--vary: ${quoted(text)} has an empty value: leave out the comma too many`);
    const range = RANGE.exec(part);
    return range ? rangeOf(part, range) : [valueOf(part)];
  });
  return { path, values: [...new Set(values)] };
}

/** `2/5`. Throws an OptionError. */
export function parseShard(text: string): Shard {
  const match = /^(\d{1,6})\/(\d{1,6})$/.exec(text);
  const [index, of] = [Number(match?.[1]), Number(match?.[2])];
  if (match && index >= 1 && index <= of) return { index, of };
  throw new OptionError(`--shard: ${quoted(text)} is no share: write it like 2/5, from 1/5 to 5/5`);
}

/** How many threads. Throws an OptionError. */
export function parseJobs(text: string): number {
  const jobs = Number(text);
  if (/^\d{1,3}$/.test(text) && jobs >= 1 && jobs <= 256) return jobs;
  throw new OptionError(`--jobs: ${quoted(text)} is no number of threads: write a whole number from 1 to 256`);
}

function metricsOf(options: Options): readonly string[] {
  const metrics = [...new Set(options.many('metric'))];
  if (metrics.length > 0) return metrics;
  throw new OptionError('--metric: name at least one figure of the report, such as --metric totals.latencyMs.p99');
}

function axesOf(options: Options): readonly SweepAxis[] {
  const axes = options.many('vary').map(parseAxis);
  if (axes.length === 0) {
    throw new OptionError('--vary: name at least one setting, such as --vary nodes.checkout.settings.workers=10,20,50');
  }
  const double = axes.find(({ path }, i) => axes.findIndex((other) => other.path === path) !== i);
  if (double) throw new OptionError(`--vary: ${quoted(double.path)} stands twice: put all its values into one`);
  return axes;
}

/** Takes the options of a sweep that is to be run. Throws an OptionError. */
export function requestOf(options: Options): SweepRequest {
  const file = onlyFile(options, 'sweep');
  const axes = axesOf(options);
  const metrics = metricsOf(options);
  const seeds = parseSeeds(options.one('seeds') ?? '1..10');
  const runs = axes.reduce((count, { values }) => count * values.length, seeds.length);
  if (runs > MOST_RUNS) throw new OptionError(`--vary: this makes ${runs} runs, and ${MOST_RUNS} is the most: take fewer values or seeds`);
  const [until, shard, jobs] = [options.one('until'), options.one('shard'), options.one('jobs')];
  return {
    file,
    patches: options.many('patch'),
    sets: options.many('set'),
    plan: { axes, seeds, metrics },
    untilMs: until === undefined ? null : parseUntil(until),
    shard: shard === undefined ? null : parseShard(shard),
    jobs: jobs === undefined ? null : parseJobs(jobs),
  };
}
