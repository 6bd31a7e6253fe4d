/** A sweep as JSON: what was asked, every run, and the sums. A share of a sweep looks the same and has fewer runs. */
import * as z from 'zod/mini';
import { OptionError } from './options';
import { type SweepPlan, type SweepRun, sumUp } from '@/simulation/sweep';

const valueSchema = z.union([z.number(), z.string(), z.boolean()]);

/** What has to be equal in all shares, and the runs; the sums are made anew. */
const shareSchema = z.object({
  sweep: z.string(),
  file: z.string(),
  base: z.string(),
  untilMs: z.nullable(z.number()),
  axes: z.array(z.object({ path: z.string(), values: z.array(valueSchema).check(z.minLength(1)) })).check(z.minLength(1)),
  seeds: z.array(z.int()).check(z.minLength(1)),
  metrics: z.array(z.string()).check(z.minLength(1)),
  shard: z.nullable(z.string()),
  runs: z.array(
    z.object({
      cell: z.int().check(z.gte(0)),
      seed: z.int(),
      values: z.array(z.nullable(z.number())),
      fingerprint: z.string(),
      stopped: z.nullable(z.string()),
    }),
  ),
});

/** What a sweep was made of. */
export interface SweepHead {
  /** The scenario's title. */
  readonly title: string;
  /** The files, as they were named. */
  readonly file: string;
  /** A digest of the scenario, so that shares of different files are not added up. */
  readonly base: string;
  readonly untilMs: number | null;
  /** `2/5`; null for the whole. */
  readonly shard: string | null;
}

/** A whole sweep or a share of one. */
export interface SweepResult {
  readonly head: SweepHead;
  readonly plan: SweepPlan;
  readonly runs: readonly SweepRun[];
}

const linesOf = (list: readonly unknown[]): string => list.map((one) => `    ${JSON.stringify(one)}`).join(',\n');

/** The text, one run in a line. */
export function resultJson({ head, plan, runs }: SweepResult): string {
  const { title, file, base, untilMs, shard } = head;
  const { axes, seeds, metrics } = plan;
  const cells = sumUp(plan, runs).map(({ values, bands }) => ({
    settings: Object.fromEntries(axes.map(({ path }, i) => [path, values[i]])),
    figures: Object.fromEntries(metrics.map((metric, i) => [metric, bands[i]])),
  }));
  const fields = Object.entries({ sweep: title, file, base, untilMs, axes, seeds, metrics, shard });
  const lines = [
    ...fields.map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`),
    ...Object.entries({ cells, runs }).map(([key, list]) => `  "${key}": [\n${linesOf(list)}\n  ]`),
  ];
  return `{\n${lines.join(',\n')}\n}\n`;
}

/** Reads what `resultJson` wrote. Throws an OptionError that names the file. */
export function readResult(path: string, text: string): SweepResult {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new OptionError(`--merge: ${path} is no JSON: name files that sweep --shard has printed`);
  }
  const reading = shareSchema.safeParse(value);
  if (!reading.success) {
    const [issue] = reading.error.issues;
    const place = issue?.path.join('.') || 'file';
    throw new OptionError(`--merge: ${path} is no result of a sweep (${place}): name files that sweep --shard has printed`);
  }
  const { sweep: title, file, base, untilMs, axes, seeds, metrics, shard, runs } = reading.data;
  return { head: { title, file, base, untilMs, shard }, plan: { axes, seeds, metrics }, runs };
}
