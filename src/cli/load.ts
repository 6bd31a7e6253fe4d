/** From names on the command line to a scenario: the file, its patches in their order, then single values. */
import { FileError, type Io } from './io';
import { OptionError } from './options';
import { assign, parseAssignment } from './set-path';
import { quoted } from '@/scenario/problem';
import { checkScenario, type Problem, type Reading, readValue } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import { applyPatch } from '@/scenario/write';

/** What a scenario is made of. */
export interface Source {
  readonly file: string;
  /** Merge patches (RFC 7396), in order. */
  readonly patches: readonly string[];
  /** `PATH=VALUE` each. */
  readonly sets: readonly string[];
}

/** A scenario, or the lines for standard error. */
export type Loaded =
  | { readonly ok: true; readonly name: string; readonly scenario: Scenario; readonly notes: readonly string[] }
  | { readonly ok: false; readonly lines: readonly string[] };

/** How a file is called in messages. */
const nameOf = (path: string): string => (path === '-' ? 'standard input' : path);

const lineOf = (file: string, { path, message }: Problem): string => `${file}: ${path}: ${message}`;

/** Thrown and caught within this file. */
class Refusal extends Error {
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'));
  }
}

async function jsonOf(io: Io, path: string): Promise<unknown> {
  let text: string;
  try {
    text = await io.read(path);
  } catch (error) {
    if (error instanceof FileError) throw new Refusal([`${nameOf(path)}: file: ${error.message}`]);
    throw error;
  }
  const reading = readValue(text);
  if (!reading.ok) throw new Refusal(reading.problems.map((problem) => lineOf(nameOf(path), problem)));
  return reading.value;
}

function accepted(name: string, reading: Reading): { readonly scenario: Scenario; readonly repairs: readonly Problem[] } {
  if (!reading.ok) throw new Refusal(reading.problems.map((problem) => lineOf(name, problem)));
  return reading;
}

/** Reads and checks. Throws an OptionError when a `--set` has no path or standard input is asked for twice. */
export async function loadScenario(io: Io, { file, patches, sets }: Source): Promise<Loaded> {
  if ([file, ...patches].filter((path) => path === '-').length > 1) {
    throw new OptionError('-: standard input can be read once only: name a file for the other');
  }
  const assignments = sets.map((text) => {
    const assignment = parseAssignment(text);
    if (!assignment)
      throw new OptionError(`--set: ${quoted(text)} is no PATH=VALUE: write it like nodes.checkout.settings.workers=50`);
    return assignment;
  });
  const name = [file, ...patches].map(nameOf).join('+');
  try {
    let value = await jsonOf(io, file);
    for (const patch of patches) value = applyPatch(value, await jsonOf(io, patch));
    let { scenario, repairs } = accepted(name, checkScenario(value));
    if (assignments.length > 0) {
      const problems = assignments.flatMap((assignment) => assign(scenario, assignment) ?? []);
      if (problems.length > 0) throw new Refusal(problems.map((problem) => lineOf(name, problem)));
      const before = new Set(repairs.map(({ path }) => path));
      ({ scenario, repairs } = accepted(name, checkScenario(scenario)));
      // In a file the unknown is kept, for it may be of a later version; here it is a slip of the keyboard.
      const strange = repairs.filter(({ path }) => !before.has(path));
      if (strange.length > 0) throw new Refusal(strange.map((repair) => lineOf(name, repair)));
    }
    return { ok: true, name, scenario, notes: repairs.map((repair) => lineOf(name, repair)) };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, lines: error.lines };
    throw error;
  }
}
