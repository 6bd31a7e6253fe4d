/**
 * Settings that the author of a scenario has put within reach, as sliders: their values by path, what becomes of the scenario when
 * one is moved, and the author's own changes of the list. Pure.
 */
import { getAt, setAt } from './paths';
import { checked, edited, inForce, networkPlace, nodePlace, type Place, policyPlace } from './place';
import { NETWORK_FIELDS } from './network-fields';
import { nameOf } from '../words';
import type { FieldSpec, NumberField } from '@/engine/field-spec';
import { KINDS } from '@/kinds/registry';
import { POLICIES } from '@/policies/registry';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';

/** One slider. */
export interface Pin {
  readonly path: string;
  readonly label: string;
  readonly unit: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly isWhole: boolean;
}

/** Most pins that a file may hold. */
export const MOST_PINS = 50;

/** A path of a file, as a place of settings and the path within it. */
interface Spot {
  readonly place: Place;
  readonly rest: string;
  readonly fields: readonly FieldSpec[];
}

/** Null for a path that leads to no settings of a part. */
function spotOf(scenario: Scenario, path: string): Spot | null {
  const [area = '', id = '', third = '', fourth = '', ...inner] = path.split('.');
  const rest = [fourth, ...inner].join('.');
  if (area === 'nodes' && third === 'settings') {
    const kind = scenario.nodes[id]?.kind ?? '';
    const place = nodePlace(kind, id);
    return place && { place, rest, fields: KINDS.get(kind)?.fields ?? [] };
  }
  if (area !== 'edges' || !scenario.edges[id]) return null;
  if (third === 'settings') return { place: networkPlace(id), rest, fields: NETWORK_FIELDS };
  const place = third === 'policies' && scenario.edges[id].policies[fourth] ? policyPlace(id, fourth) : null;
  return place && { place, rest: inner.join('.'), fields: POLICIES.get(fourth)?.fields ?? [] };
}

/** The field at a path within settings, through groups, lists and the variant that is chosen there; its label tells of those. */
function fieldAt(fields: readonly FieldSpec[], value: unknown, path: string): NumberField | null {
  const within = (outer: FieldSpec, inner: NumberField | null): NumberField | null =>
    inner && { ...inner, label: `${outer.label}, ${inner.label.toLowerCase()}` };
  for (const field of fields) {
    if (field.path === path) return field.control === 'number' ? field : null;
    if (!path.startsWith(`${field.path}.`)) continue;
    const inside = getAt(value, field.path);
    const rest = path.slice(field.path.length + 1);
    if (field.control === 'group') return within(field, fieldAt(field.fields, inside, rest));
    if (field.control === 'variant') {
      const chosen = field.variants.find(({ kind }) => kind === getAt(inside, 'kind'));
      return chosen ? within(field, fieldAt(chosen.fields, inside, rest)) : null;
    }
    if (field.control === 'list') {
      const [at = '', ...deeper] = rest.split('.');
      return within(field, fieldAt(field.fields, getAt(inside, at), deeper.join('.')));
    }
  }
  return null;
}

/** Where a pin leads now: its number, and the field that describes it; null where there is no number. */
function found(scenario: Scenario, path: string): { readonly value: number; readonly field: NumberField | null } | null {
  const spot = spotOf(scenario, path);
  const settings = spot?.place.read(scenario);
  const values = spot && settings ? inForce(spot.place, settings) : null;
  const value = spot && values ? getAt(values, spot.rest) : getAt(scenario, path);
  if (typeof value !== 'number') return null;
  return { value, field: spot && values ? fieldAt(spot.fields, values, spot.rest) : null };
}

/** The number at a path now; null where there is none. */
export function pinValue(scenario: Scenario, path: string): number | null {
  return found(scenario, path)?.value ?? null;
}

/** "Checkout: workers", where the author gave no name. */
function labelOf(scenario: Scenario, path: string, field: NumberField | null): string {
  const [area = '', id = '', ...rest] = path.split('.');
  const last = field?.label.toLowerCase() ?? (rest.at(-1) ?? id).replaceAll(/([A-Z])/g, ' $1').toLowerCase();
  return area === 'nodes' || area === 'edges' ? `${nameOf(scenario, id)}: ${last}` : last || area;
}

/** A step that gives a hundred places or fewer, in round figures. */
function stepOf(min: number, max: number, isWhole: boolean): number {
  const rough = Math.max((max - min) / 100, Number.EPSILON);
  const steps = [0.001, 0.01, 0.1, 1, 5, 10, 50, 100, 500, 1000, 10_000];
  const step = steps.findLast((one) => one <= rough) ?? 0.001;
  return isWhole ? Math.max(1, step) : step;
}

/** The pins whose values are numbers now; a path that leads nowhere gives none. */
export function pinsOf(scenario: Scenario): readonly Pin[] {
  return scenario.pinned.flatMap(({ path, label, min, max }) => {
    const spot = found(scenario, path);
    if (!spot || max <= min) return [];
    const { value, field } = spot;
    const isWhole = field?.isWhole ?? ([value, min, max].every((one) => Number.isInteger(one)) && max - min >= 2);
    const name = label === '' ? labelOf(scenario, path, field) : label;
    const unit = field?.unit ?? '';
    return [{ path, label: name, unit, value, min, max, step: stepOf(min, max, isWhole), isWhole }];
  });
}

/** What came of setting one. */
export type PinSetting = { readonly ok: true; readonly scenario: Scenario } | { readonly ok: false; readonly reason: string };

/** The scenario with another value at a pin, checked as a file would be. */
export function withPin(scenario: Scenario, path: string, value: number): PinSetting {
  const spot = spotOf(scenario, path);
  if (!spot) {
    const reading = checkScenario(structuredClone(setAt({ ...scenario }, path, value)));
    if (reading.ok) return { ok: true, scenario: reading.scenario };
    return { ok: false, reason: `This value does not fit: ${reading.problems[0]?.message ?? 'choose another one'}.` };
  }
  const { place, rest } = spot;
  const edit = checked(place, scenario, edited(place, place.read(scenario) ?? {}, rest, value));
  return edit.ok ? { ok: true, scenario: place.write(scenario, edit.settings) } : { ok: false, reason: edit.sentence };
}

/** A round figure at or above a positive number: 1, 2 or 5 and zeros. */
function roundUp(value: number): number {
  let unit = 1;
  while (unit * 10 <= value) unit *= 10;
  while (unit > value) unit /= 10;
  return [1, 2, 5, 10].map((times) => times * unit).find((round) => round >= value * (1 - 1e-9)) ?? value;
}

/** A range to begin with: up to four times the value there is, within what the field allows. */
export function usualRange({ min, max, isWhole }: NumberField, value: number): { readonly min: number; readonly max: number } {
  if (max - min <= 100) return { min, max };
  const top = Math.min(max, roundUp(Math.max(value * 4, isWhole ? 10 : 1)));
  return { min: Math.max(min, Math.min(0, value)), max: Math.max(top, value) };
}

/** Whether a path is pinned. */
export function isPinned({ pinned }: Scenario, path: string): boolean {
  return pinned.some((pin) => pin.path === path);
}

/** The scenario with a path pinned at the end of the list, over its usual range. */
export function pinnedAt(scenario: Scenario, path: string, field: NumberField, value: number): Scenario {
  if (isPinned(scenario, path)) return scenario;
  return { ...scenario, pinned: [...scenario.pinned, { path, label: '', ...usualRange(field, value) }] };
}

/** The scenario without a pin. */
export function unpinned(scenario: Scenario, path: string): Scenario {
  return isPinned(scenario, path) ? { ...scenario, pinned: scenario.pinned.filter((pin) => pin.path !== path) } : scenario;
}

/** The scenario with another name or range of a pin. */
export function withPinned(scenario: Scenario, path: string, change: Partial<Scenario['pinned'][number]>): Scenario {
  return { ...scenario, pinned: scenario.pinned.map((pin) => (pin.path === path ? { ...pin, ...change } : pin)) };
}

/** The scenario with these pins instead of its own, and the paths at which no number stands. */
export function pinnedAs(
  scenario: Scenario,
  pins: readonly { readonly path: string; readonly range: { readonly min: number; readonly max: number } | null }[],
): { readonly scenario: Scenario; readonly lost: readonly string[] } {
  const spots = pins.map(({ path, range }) => ({ path, range, spot: found(scenario, path) }));
  const pinned = spots.flatMap(({ path, range, spot }) => {
    if (!spot) return [];
    const { min, max } = range ?? rangeOf(spot.field, spot.value);
    return [{ path, label: '', min, max }];
  });
  return { scenario: { ...scenario, pinned }, lost: spots.flatMap(({ path, spot }) => (spot ? [] : [path])) };
}

/** The usual range of a number, described by a field or not. */
function rangeOf(field: NumberField | null, value: number): { readonly min: number; readonly max: number } {
  return field ? usualRange(field, value) : { min: Math.min(0, value), max: roundUp(Math.max(value * 4, 1)) };
}
