/** Parts that are edited together with the one that is shown: one edit for all, and whose settings are not the same. Pure. */
import { valueWords } from './field-words';
import { getAt, isSame, itemsOf, type Settings } from '../shared/settings/paths';
import { checkedAll, type Edits, inForce, isAlike, type Place } from '../shared/settings/place';
import type { FieldSpec } from '@/engine/field-spec';
import type { Scenario } from '@/scenario/schema';

/** One of them. */
export interface Other {
  readonly name: string;
  /** The values in force there. */
  readonly values: Settings;
}

/** More than this many are counted, not named. */
const NAMED = 2;

/** What is compared: the inner fields of a variant and of a group are compared one by one. */
function essence({ control }: FieldSpec, value: unknown): unknown {
  if (control === 'variant') return getAt(value, 'kind');
  return control === 'group' ? value !== null && value !== undefined : value;
}

/** Those that differ at a path. Where something above it differs already, that is said there. */
export function differing(field: FieldSpec, path: string, value: unknown, others: readonly Other[]): readonly Other[] {
  return others.filter(({ values }) => {
    const theirs = getAt(values, path);
    // A path with another shape above it gives nothing to compare with.
    return (theirs !== undefined || value === undefined) && !isSame(essence(field, theirs), essence(field, value));
  });
}

/** A value in a few words. */
function words(field: FieldSpec, value: unknown): string {
  if (field.control === 'group') return value === null || value === undefined ? 'off' : 'on';
  if (field.control !== 'list') return valueWords(field, value);
  const count = itemsOf(value).length;
  return count === 0 ? 'none' : `${count} of its own`;
}

/** "Inventory: 200; Cart: 50 and 3 more", and what a press would do. */
export function differsWords(field: FieldSpec, path: string, value: unknown, odd: readonly Other[]): { who: string; same: string } {
  const named = odd.slice(0, NAMED).map(({ name, values }) => `${name}: ${words(field, getAt(values, path))}`);
  const rest = odd.length - named.length;
  const who = `${named.join('; ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  return { who, same: field.control === 'list' ? 'Same for all' : `All ${words(field, value)}` };
}

/** The others whose settings have the same shape down to a path: only there inner fields can be compared. */
export function alike(values: Settings, path: string, others: readonly Other[]): readonly Other[] {
  return others.filter((other) => isAlike(values, other.values, `${path}.x`));
}

/** A place that is edited together with another one. */
export interface Member {
  /** The part's name, for sentences. */
  readonly name: string;
  readonly place: Place;
}

/** A change of the setting at a path; `label` is the field's name in sentences. */
interface Change {
  readonly path: string;
  readonly label: string;
  make(settings: Settings, place: Place): Settings;
}

/** Why a path of the first place cannot be written in another one; null when it can. */
function misfit(scenario: Scenario, place: Place, others: readonly Member[], { path, label }: Change): string | null {
  const values = (at: Place): Settings => inForce(at, at.read(scenario) ?? {});
  const odd = others.find((other) => !isAlike(values(place), values(other.place), path));
  return odd ? `${odd.name} has no such “${label}”, because something above it differs: make that the same first.` : null;
}

/** The settings after a change of a place and of the others, in that order: all of them, or a sentence why none. */
export function editTogether(scenario: Scenario, place: Place, others: readonly Member[], change: Change): Edits {
  const odd = misfit(scenario, place, others, change);
  if (odd !== null) return { ok: false, sentence: odd };
  const places = [place, ...others.map((other) => other.place)];
  return checkedAll(places, scenario, places.map((each) => change.make(each.read(scenario) ?? {}, each)));
}
