/** Options of the command line: which there are, and sentences for whoever mistypes one. */
import { didYouMean } from '@/scenario/nearest';
import { quoted } from '@/scenario/problem';

/** How often an option may stand: a flag has no value, `one` stands once, `many` may be repeated. */
export type OptionKind = 'flag' | 'one' | 'many';

/** Thrown for what the person at the keyboard has to change; the message begins with the option. */
export class OptionError extends Error {}

/** What was typed. */
export interface Options {
  readonly files: readonly string[];
  has(name: string): boolean;
  /** The value of an option that may stand once. */
  one(name: string): string | undefined;
  many(name: string): readonly string[];
}

/** Takes the arguments of a command apart. `--name value` and `--name=value` are the same. Throws an OptionError. */
export function parseOptions(args: readonly string[], known: Readonly<Record<string, OptionKind>>): Options {
  const files: string[] = [];
  const values = new Map<string, string[]>();
  for (let i = 0; i < args.length; i++) {
    const argument = args[i] as string;
    if (argument === '--') continue;
    if (!argument.startsWith('-') || argument === '-') {
      files.push(argument);
      continue;
    }
    const [name, inline] = split(argument);
    const kind = Object.hasOwn(known, name) ? known[name] : undefined;
    if (kind === undefined) throw new OptionError(unknown(argument, name, Object.keys(known)));
    if (kind === 'flag' && inline !== undefined)
      throw new OptionError(`--${name}: takes no value: leave out ${quoted(`=${inline}`)}`);
    const before = values.get(name) ?? [];
    if (kind !== 'many' && before.length > 0) throw new OptionError(`--${name}: stands twice: keep one of them`);
    const value = kind === 'flag' ? '' : (inline ?? args[++i]);
    if (value === undefined || (inline === undefined && kind !== 'flag' && value.startsWith('--'))) {
      throw new OptionError(`--${name}: needs a value after it`);
    }
    values.set(name, [...before, value]);
  }
  return { files, has: (name) => values.has(name), one: (name) => values.get(name)?.[0], many: (name) => values.get(name) ?? [] };
}

function split(argument: string): [name: string, value: string | undefined] {
  const at = argument.indexOf('=');
  const name = (at < 0 ? argument : argument.slice(0, at)).replace(/^--?/, '');
  return [name, at < 0 ? undefined : argument.slice(at + 1)];
}

function unknown(argument: string, name: string, known: readonly string[]): string {
  const list = known.map((option) => `--${option}`).join(', ');
  const hint = didYouMean(
    `--${name}`,
    known.map((option) => `--${option}`),
  );
  return `${argument.split('=')[0]}: there is no such option${hint}; there are ${list}`;
}

const MAX_SEED = 4_294_967_295;
const MAX_MS = 86_400_000;
const MS_PER_UNIT: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

/** A seed: a whole number from 0 to 2^32 - 1. Throws an OptionError. */
export function parseSeed(text: string, option = '--seed'): number {
  const seed = Number(text);
  if (/^\d+$/.test(text) && seed <= MAX_SEED) return seed;
  throw new OptionError(`${option}: ${quoted(text)} is no seed: write a whole number from 0 to ${MAX_SEED}`);
}

/** A share from 0 to 1. Throws an OptionError. */
export function parseShare(option: string, text: string): number {
  const share = Number(text);
  if (/^(\d+\.?\d*|\.\d+)$/.test(text) && share <= 1) return share;
  throw new OptionError(`--${option}: ${quoted(text)} is no share: write a number from 0 to 1, such as 0.01`);
}

/** A span with its unit, in milliseconds: `90s`, `1500ms`, `1.5m`. Throws an OptionError. */
export function parseUntil(text: string, option = '--until'): number {
  const match = /^(\d+(?:\.\d+)?)([a-z]*)$/i.exec(text);
  const number = match?.[1] ?? '';
  const unit = match?.[2] ?? '';
  if (match && unit === '') {
    const spelt = `${number}s for seconds, ${number}ms for milliseconds or ${number}m for minutes`;
    throw new OptionError(`${option}: ${quoted(text)} has no unit: write ${spelt}`);
  }
  const factor = MS_PER_UNIT[unit];
  if (!match || factor === undefined) {
    throw new OptionError(
      `${option}: ${quoted(text)} is no span of time: write a number with its unit, such as 90s, 1500ms or 2m`,
    );
  }
  // Rounded to whole microseconds, which is what time is made of.
  const ms = Math.round(Number(number) * factor * 1000) / 1000;
  if (ms > 0 && ms <= MAX_MS) return ms;
  throw new OptionError(`${option}: ${quoted(text)} must be longer than 0 and at most 24 hours (1440m)`);
}

/** Seeds as `5`, `1..20` or `1,2,7`, at most 10,000. Throws an OptionError. */
export function parseSeeds(text: string): number[] {
  const seeds = text.split(',').flatMap((part) => {
    const range = /^(\d+)\.\.(\d+)$/.exec(part);
    if (!range) return [parseSeed(part, '--seeds')];
    const from = parseSeed(range[1] as string, '--seeds');
    const to = parseSeed(range[2] as string, '--seeds');
    if (to < from || to - from >= 10_000) {
      throw new OptionError(`--seeds: ${quoted(part)} must rise, and name at most 10000 seeds: write it like 1..20`);
    }
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
  return [...new Set(seeds)];
}

/** The one file of a command. Throws an OptionError. */
export function onlyFile(options: Options, command: string): string {
  const [file, ...more] = options.files;
  if (file === undefined) throw new OptionError(`${command}: name a scenario file, or - for standard input`);
  if (more.length > 0) throw new OptionError(`${command}: takes one file, but there is more: leave out ${more.join(', ')}`);
  return file;
}
