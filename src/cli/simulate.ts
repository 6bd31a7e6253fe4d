/** `simulate`: one run of one scenario. */
import { FileError, type Io } from './io';
import { loadScenario } from './load';
import { onlyFile, OptionError, type OptionKind, parseOptions, parseSeed, parseShare, parseUntil } from './options';
import { reportText } from './report-text';
import { type RunRequest, runScenario } from './run';
import { seriesCsv } from './series';
import { MarksFile } from './marks-file';
import type { Report } from '@/simulation/report';

const OPTIONS: Readonly<Record<string, OptionKind>> = {
  seed: 'one',
  until: 'one',
  patch: 'many',
  set: 'many',
  json: 'flag',
  series: 'one',
  trace: 'one',
  sample: 'one',
  marks: 'one',
};

/** Exit code of a finished run: a limit weighs more than a missed objective. */
export function exitCodeOf({ stopped, objectives }: Report): number {
  if (stopped !== null) return 3;
  return objectives.every(({ met }) => met) ? 0 : 1;
}

/** Runs the command. Throws an OptionError. */
export async function simulate(args: readonly string[], io: Io): Promise<number> {
  const options = parseOptions(args, OPTIONS);
  const seed = options.one('seed');
  const until = options.one('until');
  const request: RunRequest = {
    ...(seed === undefined ? {} : { seed: parseSeed(seed) }),
    ...(until === undefined ? {} : { untilMs: parseUntil(until) }),
  };
  const source = { file: onlyFile(options, 'simulate'), patches: options.many('patch'), sets: options.many('set') };
  const loaded = await loadScenario(io, source);
  if (!loaded.ok) {
    loaded.lines.forEach((line) => io.err(line));
    return 2;
  }
  loaded.notes.forEach((line) => io.err(line));
  const tracePath = options.one('trace');
  const marksPath = options.one('marks');
  const sample = options.one('sample');
  if (sample !== undefined && tracePath === undefined) throw new OptionError('--sample: needs --trace: name the file for the traces');
  const marks = marksPath === undefined ? null : new MarksFile();
  const simulation = runScenario(loaded.scenario, {
    ...request,
    ...(tracePath === undefined ? {} : { traceShare: sample === undefined ? 1 : parseShare('sample', sample) }),
    ...(marks ? { onMarks: (some: Float64Array, lost: number) => marks.add(some, lost) } : {}),
  });
  const report = simulation.report();
  const seriesPath = options.one('series');
  const files: [string, string][] = [];
  if (seriesPath !== undefined) files.push([seriesPath, seriesCsv(simulation.layout, simulation.samples())]);
  if (tracePath !== undefined) files.push([tracePath, `${JSON.stringify(simulation.traces(), null, 2)}\n`]);
  if (marksPath !== undefined && marks) files.push([marksPath, marks.text(report, simulation.layout.wires)]);
  const lostSpans = simulation.parts.context.spans?.lost ?? 0;
  if (lostSpans > 0) io.err(`${tracePath}: ${lostSpans} spans found no room: sample fewer traces with --sample`);
  if (!writeAll(io, files)) return 2;
  await io.out(options.has('json') ? `${JSON.stringify(report, null, 2)}\n` : reportText(report, loaded.scenario.objectives));
  return exitCodeOf(report);
}

function writeAll(io: Io, files: readonly (readonly [path: string, text: string])[]): boolean {
  for (const [path, text] of files) {
    try {
      io.write(path, text);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      io.err(`${path}: file: ${error.message}`);
      return false;
    }
  }
  return true;
}
