/** `compare`: two variants on one seed, and what differs. Each variant is FILE or FILE+PATCH[+PATCH]. */
import { changeText, differences, valueText } from './figures';
import type { Io } from './io';
import { loadScenario, type Source } from './load';
import { OptionError, type Options, type OptionKind, parseOptions, parseSeed, parseUntil } from './options';
import { runScenario } from './run';
import { seconds, table } from './table';
import type { Report } from '@/simulation/report';

const OPTIONS: Readonly<Record<string, OptionKind>> = { seed: 'one', until: 'one', 'patch-b': 'many', json: 'flag' };

/** Left out of the table, because a neighbour tells the same; `--json` has all. */
const MINOR = /\.(count|latencyMs\.mean|waitMs\.(mean|p50|p99|max)|busy\.max|inFlight)$/;

function sourceOf(io: Io, text: string, more: readonly string[] = []): Source {
  // A plus sign may be part of a file's name.
  const [file = '', ...patches] = io.isFile(text) ? [text] : text.split('+');
  return { file, patches: [...patches, ...more], sets: [] };
}

function sourcesOf(options: Options, io: Io): [Source, Source] {
  const patches = options.many('patch-b');
  const [a, b, ...more] = options.files;
  if (a === undefined) throw new OptionError('compare: name two scenarios, A and B, each FILE or FILE+PATCH');
  if (more.length > 0) throw new OptionError(`compare: takes two scenarios, but there is more: leave out ${more.join(', ')}`);
  if (b === undefined && patches.length === 0)
    throw new OptionError('compare: name a second scenario, or a patch for it with --patch-b');
  return [sourceOf(io, a), sourceOf(io, b ?? a, patches)];
}

/** Runs the command. Throws an OptionError. */
export async function compare(args: readonly string[], io: Io): Promise<number> {
  const options = parseOptions(args, OPTIONS);
  const seed = options.one('seed');
  const until = options.one('until');
  const asked = seed === undefined ? undefined : parseSeed(seed);
  const request = until === undefined ? {} : { untilMs: parseUntil(until) };
  const [a, b] = sourcesOf(options, io);
  if ([a, b].every(({ file, patches }) => [file, ...patches].includes('-'))) {
    throw new OptionError('-: standard input can be read once only: name a file for the other');
  }
  const [left, right] = [await loadScenario(io, a), await loadScenario(io, b)];
  for (const loaded of [left, right]) (loaded.ok ? loaded.notes : loaded.lines).forEach((line) => io.err(line));
  if (!left.ok || !right.ok) return 2;
  // One seed for both: they meet the same arrivals, so that what differs comes from the variant.
  const both = { ...request, seed: asked ?? left.scenario.seed };
  const reports = [left, right].map(({ scenario }) => runScenario(scenario, both).report()) as [Report, Report];
  const names = [left.name, right.name] as const;
  await io.out(options.has('json') ? asJson(names, reports) : asText(names, reports));
  return reports.some(({ stopped }) => stopped !== null) ? 3 : 0;
}

function asJson([a, b]: readonly [string, string], [left, right]: readonly [Report, Report]): string {
  const result = {
    seed: left.seed,
    a: { file: a, ...left },
    b: { file: b, ...right },
    differences: differences(left, right),
  };
  return `${JSON.stringify(result, null, 2)}\n`;
}

function asText([a, b]: readonly [string, string], [left, right]: readonly [Report, Report]): string {
  const all = differences(left, right);
  const shown = all.filter(({ figure }) => !MINOR.test(figure));
  const rows = shown.map((difference) => [
    difference.figure,
    valueText(difference.a),
    valueText(difference.b),
    changeText(difference),
  ]);
  const head = [
    `A  ${a}: ${left.scenario}, ${seconds(left.simulatedMs)}, fingerprint ${left.fingerprint}`,
    `B  ${b}: ${right.scenario}, ${seconds(right.simulatedMs)}, fingerprint ${right.fingerprint}`,
    `seed ${left.seed} for both; times in milliseconds`,
    '',
  ];
  if (all.length === 0) return `${[...head, 'Both runs are the same in every figure.'].join('\n')}\n`;
  const rest = all.length - shown.length;
  const more = rest > 0 ? ['', `${rest} further figures differ; --json shows all.`] : [];
  return `${[...head, ...table([['figure', 'A', 'B', 'change'], ...rows]), ...more].join('\n')}\n`;
}
