/**
 * What the page takes from its address (`?name=value`). This table is the whole of it: it reads, it checks, and it is printed as
 * the help for teachers. A value that makes no sense is told and left out; the page opens as if it had not been there.
 */
import { type Mode, MODES } from '../../shared/locks';
import { nearest } from '@/scenario/nearest';
import { ID } from '@/scenario/schema';

/** What an address asks for. What it does not say is undefined. */
export interface Wishes {
  readonly scenario?: string;
  readonly seed?: number;
  /** Simulated microseconds. */
  readonly atUs?: number;
  readonly speed?: number | 'max';
  readonly isPlaying?: boolean;
  readonly mode?: Mode;
  readonly parts?: readonly string[];
  readonly pins?: readonly WishedPin[];
}

/** A setting that the address wants as a slider; without a range it gets the usual one. */
export interface WishedPin {
  readonly path: string;
  readonly range: { readonly min: number; readonly max: number } | null;
}

/** What a reader may ask about. */
interface Surroundings {
  /** Ids of the scenarios that come with the page. */
  readonly shipped: readonly string[];
}

/** One parameter. */
export interface Param {
  readonly name: string;
  /** Allowed values, in words. */
  readonly values: string;
  readonly text: string;
  readonly example: string;
  /** What it asks for, or null when the value makes no sense. */
  read(raw: string, surroundings: Surroundings): Wishes | null;
}

/** A plain decimal number within bounds; null for everything else, blanks and exponents included. */
function numberIn(raw: string, least: number, most: number): number | null {
  if (!/^\d{1,10}(\.\d{1,6})?$/.test(raw)) return null;
  const value = Number(raw);
  return value >= least && value <= most ? value : null;
}

/** `nodes.checkout.settings.workers` or `nodes.checkout.settings.workers:10..500`. */
function pinIn(raw: string): WishedPin | null {
  const [, path, least, most] = /^([\w-]{1,64}(?:\.[\w-]{1,64}){1,9})(?::([\d.]+?)\.\.([\d.]+))?$/.exec(raw) ?? [];
  if (path === undefined || path.length > 200) return null;
  if (least === undefined || most === undefined) return { path, range: null };
  const [min, max] = [numberIn(least, 0, 9_999_999_999), numberIn(most, 0, 9_999_999_999)];
  return min !== null && max !== null && min < max ? { path, range: { min, max } } : null;
}

const isMode = (raw: string): raw is Mode => (MODES as readonly string[]).includes(raw);

/** All of them, in the order of the help. */
export const PARAMS: readonly Param[] = [
  {
    name: 'scenario',
    values: 'the name of a scenario that comes with the page',
    text: 'Opens this scenario instead of the first one.',
    example: 'scenario=api-gateway',
    read: (raw, { shipped }) => (shipped.includes(raw) ? { scenario: raw } : null),
  },
  {
    name: 'seed',
    values: 'a whole number from 0 to 4294967295',
    text: 'Chance of the run: the same seed gives the same run on every machine.',
    example: 'seed=42',
    read: (raw) => (/^\d{1,10}$/.test(raw) && Number(raw) <= 4_294_967_295 ? { seed: Number(raw) } : null),
  },
  {
    name: 't',
    values: 'seconds of simulated time, such as 20 or 42.5',
    text: 'Begins at this moment of the run.',
    example: 't=42.5',
    read: (raw) => {
      const seconds = numberIn(raw, 0, 86_400);
      return seconds === null ? null : { atUs: Math.round(seconds * 1_000_000) };
    },
  },
  {
    name: 'speed',
    values: 'a number above 0 up to 10000, or max',
    text: 'Simulated seconds per second.',
    example: 'speed=4',
    read: (raw) => {
      if (raw === 'max') return { speed: 'max' };
      const speed = numberIn(raw, 0.01, 10_000);
      return speed === null ? null : { speed };
    },
  },
  {
    name: 'run',
    values: '1 or 0',
    text: 'Whether the run is under way when the page opens (1), or waits (0).',
    example: 'run=0',
    read: (raw) => (raw === '1' || raw === '0' ? { isPlaying: raw === '1' } : null),
  },
  {
    name: 'mode',
    values: MODES.join(', '),
    text: 'How much may be changed; each word allows more than the one before. Hidden faults are shown to authors alone.',
    example: 'mode=poke',
    read: (raw) => (isMode(raw) ? { mode: raw } : null),
  },
  {
    name: 'parts',
    values: 'kinds of parts with commas between them',
    text: 'The parts that may be added where parts may be added at all.',
    example: 'parts=service,cache',
    read: (raw) => {
      const parts = raw.split(',');
      return parts.length <= 100 && parts.every((part) => ID.test(part)) ? { parts } : null;
    },
  },
  {
    name: 'pin',
    values: 'paths of settings as the file has them, with commas between them, each with a range behind a colon if wanted',
    text: 'Shows these settings as sliders at the edge of the canvas, instead of those of the scenario.',
    example: 'pin=nodes.checkout.settings.workers:10..500',
    read: (raw) => {
      const pins = raw.split(',').map(pinIn);
      return pins.length <= 50 && pins.every((pin) => pin !== null) ? { pins } : null;
    },
  },
  {
    name: 'profile',
    values: 'dark, light or projector',
    text: 'Colours and sizes; projector is for the wall of a classroom.',
    example: 'profile=projector',
    // The theme reads it by itself, before anything is drawn; here it is only checked.
    read: (raw) => (['dark', 'light', 'projector'].includes(raw) ? {} : null),
  },
];

/** What an address asks for, and sentences about what it asked in vain. */
export function readParams(query: string, surroundings: Surroundings): { readonly wishes: Wishes; readonly warnings: readonly string[] } {
  let wishes: Wishes = {};
  const warnings: string[] = [];
  const given = new URLSearchParams(query);
  for (const param of PARAMS) {
    const all = given.getAll(param.name);
    const [raw] = all;
    if (raw === undefined) continue;
    const read = all.length === 1 ? param.read(raw, surroundings) : null;
    if (read) wishes = { ...wishes, ...read };
    else if (all.length > 1) warnings.push(`“${param.name}” stands in the address more than once: it was left out.`);
    else warnings.push(`“${param.name}=${raw.slice(0, 40)}” was left out: it takes ${param.values}.`);
  }
  warnings.push(...misspelt([...given.keys()]));
  return { wishes, warnings };
}

/** Names that look like one of ours. Others are nobody's business: learning platforms add their own. */
function misspelt(names: readonly string[]): string[] {
  const known = PARAMS.map(({ name }) => name);
  return [...new Set(names)].flatMap((name) => {
    if (known.includes(name) || name === 'projector' || name.length < 4) return [];
    const meant = nearest(name, known);
    return meant === null ? [] : [`“${name}” means nothing here: did you mean “${meant}”?`];
  });
}

/** True when an address asks for another document than the one that was left. */
export function asksForDocument({ scenario, seed, mode, parts, pins, atUs }: Wishes): boolean {
  return [scenario, seed, mode, parts, pins, atUs].some((wish) => wish !== undefined);
}
