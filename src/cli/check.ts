/**
 * `check`: reads files, runs each for the seeds asked, and says in a line what came of it. An exercise is read with every file
 * that it names; its runs are those files, which have lines of their own.
 */
import { posix } from 'node:path';
import { FileError, type Io } from './io';
import { loadScenario, type Source } from './load';
import { OptionError, type OptionKind, parseOptions, parseSeeds } from './options';
import { runScenario } from './run';
import { inline, namedFiles } from '@/course/inline';
import { unknownMetrics } from '@/course/probe';
import { isExerciseFile, readExercise } from '@/course/read';
import type { Exercise } from '@/course/schema';
import { type Problem, readValue } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import type { ObjectiveReport } from '@/simulation/objectives';
import type { Report } from '@/simulation/report';

const OPTIONS: Readonly<Record<string, OptionKind>> = { seeds: 'one' };
const HOME = 'scenarios';

/** Everything shipped: scenarios/<folder>/<name>.json, exercises, scenarios and patches. */
export function shippedFiles(io: Pick<Io, 'list'>): string[] {
  return io.list(HOME).flatMap((folder) =>
    io
      .list(`${HOME}/${folder}`)
      .filter((name) => name.endsWith('.json'))
      .map((name) => `${HOME}/${folder}/${name}`),
  );
}

/** A patch stands on the file of its own name (`lab-1.reference.patch.json` on `lab-1.json`), else on the base.json beside it. */
export function sourceOf(io: Pick<Io, 'isFile'>, path: string): Source {
  if (!path.endsWith('.patch.json')) return { file: path, patches: [], sets: [] };
  const folder = posix.dirname(path);
  const own = `${folder}/${posix.basename(path).split('.')[0]}.json`;
  return { file: io.isFile(own) ? own : `${folder}/base.json`, patches: [path], sets: [] };
}

/** Runs the command. Throws an OptionError. */
export async function check(args: readonly string[], io: Io): Promise<number> {
  const options = parseOptions(args, OPTIONS);
  const seeds = options.one('seeds');
  const chosen = seeds === undefined ? undefined : parseSeeds(seeds);
  const files = options.files.length > 0 ? options.files : shippedFiles(io);
  if (files.length === 0) throw new OptionError(`check: there is no file in ${HOME}/*/: name the files to check`);
  let failed = 0;
  for (const file of files) {
    const { isFine, text } = await checkFile(io, file, chosen);
    if (!isFine) failed++;
    await io.out(`${isFine ? 'ok    ' : 'FAILED'}  ${file}  ${text}\n`);
  }
  await io.out(`${files.length - failed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

interface Verdict {
  readonly isFine: boolean;
  readonly text: string;
}

/** The parsed file when it is an exercise (its text when it is broken); undefined for everything else. */
async function exerciseIn(io: Io, file: string): Promise<unknown> {
  if (file === '-' || file.endsWith('.patch.json')) return undefined;
  const value = await valueOf(io, file);
  if (isExerciseFile(value)) return value;
  const isMeant = posix.basename(file) === 'exercise.json' && io.isFile(file);
  return isMeant ? (value ?? (await io.read(file))) : undefined;
}

/** The JSON of a file; undefined where there is none or it is broken. */
async function valueOf(io: Io, file: string): Promise<unknown> {
  try {
    const reading = readValue(await io.read(file));
    return reading.ok ? reading.value : undefined;
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
}

/** An exercise with the files beside it: everything it runs is valid, and every figure it names exists. */
async function checkExercise(io: Io, file: string, value: unknown): Promise<Verdict> {
  const folder = posix.dirname(file);
  const contents = new Map<string, unknown>();
  for (const name of namedFiles(value)) contents.set(name, await valueOf(io, `${folder}/${name}`));
  const broken = [...contents].flatMap(([name, found]) => (found === undefined ? [name] : []));
  const reading = readExercise(inline(value, (name) => contents.get(name)));
  const found: readonly Problem[] = reading.ok ? unknownMetrics(reading.exercise) : reading.problems;
  for (const { path, message } of found) io.err(`${file}: ${path}: ${message}`);
  for (const name of broken) io.err(`${folder}/${name}: file: there is no such file, or it is no JSON`);
  if (!reading.ok || found.length > 0) return { isFine: false, text: `not valid: ${count(found.length, 'problem')}` };
  for (const { path, message } of reading.repairs) io.err(`${file}: ${path}: ${message}`);
  return { isFine: true, text: exerciseText(reading.exercise) };
}

function exerciseText({ questions, labs, story }: Exercise): string {
  const options = questions.flatMap((question) => question.options);
  const runs = options.filter(({ patch }) => patch !== null).length;
  return [
    'valid exercise',
    count(questions.length, 'question'),
    `${runs} of ${count(options.length, 'option')} can be run`,
    count(labs.length, 'lab'),
    count(story.length, 'moment'),
  ].join(', ');
}

async function checkFile(io: Io, file: string, seeds: readonly number[] | undefined): Promise<Verdict> {
  const exercise = await exerciseIn(io, file);
  if (exercise !== undefined) return checkExercise(io, file, exercise);
  const loaded = await loadScenario(io, sourceOf(io, file));
  if (!loaded.ok) {
    loaded.lines.forEach((line) => io.err(line));
    return { isFine: false, text: `not valid: ${count(loaded.lines.length, 'problem')}` };
  }
  loaded.notes.forEach((line) => io.err(line));
  const { scenario } = loaded;
  const reports = (seeds ?? [scenario.seed]).map((seed) => runScenario(scenario, { seed }).report());
  const broken = reports.filter(({ stopped }) => stopped?.limit === 'invariant');
  const stopped = reports.filter((report) => report.stopped !== null && !broken.includes(report));
  const parts = [
    'valid',
    count(reports.length, 'seed'),
    objectivesText(scenario, reports),
    ...expectation(scenario, reports),
    stopped.length === 0 ? 'not stopped' : `STOPPED by the limit "${stopped[0]?.stopped?.limit}" (${seedsOf(stopped)})`,
    broken.length === 0 ? 'invariants hold' : `invariants BROKEN (${seedsOf(broken)})`,
  ];
  for (const { seed, stopped: stop } of [...stopped, ...broken]) {
    io.err(`${file}: ${stop?.where}: with seed ${seed} it stopped by the limit "${stop?.limit}": ${stop?.advice}`);
  }
  return { isFine: stopped.length + broken.length + unexpected(scenario, reports).length === 0, text: parts.join(', ') };
}

/** Reports that do not turn out as the file says. */
function unexpected({ expected }: Scenario, reports: readonly Report[]): Report[] {
  if (expected === null) return [];
  return reports.filter(({ objectives }) => objectives.every(({ met }) => met) !== (expected === 'met'));
}

function expectation(scenario: Scenario, reports: readonly Report[]): string[] {
  if (scenario.expected === null) return [];
  const others = unexpected(scenario, reports);
  const text = scenario.expected === 'met' ? 'meant to meet them' : 'meant to miss them';
  return [others.length === 0 ? `${text}: as it does` : `${text}: DOES NOT (${seedsOf(others)})`];
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

function seedsOf(reports: readonly Report[]): string {
  const seeds = reports.map(({ seed }) => seed);
  const more = seeds.length > 5 ? ` and ${seeds.length - 5} more` : '';
  return `${seeds.length === 1 ? 'seed' : 'seeds'} ${seeds.slice(0, 5).join(' ')}${more}`;
}

/** An objective counts as met when it is met for every seed. */
function objectivesText({ objectives }: Scenario, reports: readonly Report[]): string {
  if (objectives.length === 0) return 'no objectives';
  const missedBy = objectives.map((_, i) => reports.filter((report) => !(report.objectives[i] as ObjectiveReport).met));
  const missed = objectives.flatMap(({ id }, i) => {
    const those = missedBy[i] as Report[];
    return those.length === 0 ? [] : [those.length === reports.length ? id : `${id} (${seedsOf(those)})`];
  });
  const met = `objectives ${objectives.length - missed.length} of ${objectives.length} met`;
  return missed.length === 0 ? met : `${met}, missed: ${missed.join('; ')}`;
}
