/** Settings that the author of a scenario has put within reach: their values by path, and a scenario with another one. Pure. */
import { nameOf } from '../shared/words';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';

/** One slider. */
export interface Pin {
  readonly path: string;
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

function at(value: unknown, steps: readonly string[]): unknown {
  return steps.reduce<unknown>((inside, step) => (isObject(inside) && Object.hasOwn(inside, step) ? inside[step] : undefined), value);
}

function put(value: unknown, [step, ...rest]: readonly string[], next: unknown): unknown {
  if (step === undefined) return next;
  if (Array.isArray(value)) return value.map((item: unknown, i) => (String(i) === step ? put(item, rest, next) : item));
  return isObject(value) ? { ...value, [step]: put(value[step], rest, next) } : value;
}

/** "workers of Checkout", where the author gave no name. */
function labelOf(scenario: Scenario, path: string): string {
  const [area = '', id = '', ...rest] = path.split('.');
  const last = (rest.at(-1) ?? id).replaceAll(/([A-Z])/g, ' $1').toLowerCase();
  return area === 'nodes' || area === 'edges' ? `${last} of ${nameOf(scenario, id)}` : last || area;
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
    const value = at(scenario, path.split('.'));
    if (typeof value !== 'number' || max <= min) return [];
    const isWhole = [value, min, max].every((one) => Number.isInteger(one)) && max - min >= 2;
    return [{ path, label: label === '' ? labelOf(scenario, path) : label, value, min, max, step: stepOf(min, max, isWhole) }];
  });
}

/** What came of setting one. */
export type PinSetting = { readonly ok: true; readonly scenario: Scenario } | { readonly ok: false; readonly reason: string };

/** The scenario with another value at a pin, checked as a file would be. */
export function withPin(scenario: Scenario, path: string, value: number): PinSetting {
  const reading = checkScenario(structuredClone(put(scenario, path.split('.'), value)));
  if (reading.ok) return { ok: true, scenario: reading.scenario };
  const [problem] = reading.problems;
  return { ok: false, reason: problem ? `This value does not fit: ${problem.message}.` : 'This value does not fit.' };
}
