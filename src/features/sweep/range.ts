/** The values that a setting takes: evenly spaced from one to another, as round as they can be. */
import type { SweepSetting } from './settings';

/** What is chosen for one setting. */
export interface AxisChoice {
  /** The setting's path in the file. */
  readonly setting: string;
  readonly from: number;
  readonly to: number;
  /** How many values, from 2. */
  readonly count: number;
}

/** Most values of one setting. */
export const MOST_VALUES = 12;
/** From half to twice as much in halves: the value in force is one of them. */
const USUAL_COUNT = 4;

const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));

/** Three digits that count, for ends of ranges. */
const rounded = (value: number): number => Number(value.toPrecision(3));

/** The values. Equal ones count once, as between 1 and 3 in whole numbers. */
export function valuesOf({ from, to, count }: AxisChoice, isWhole: boolean): readonly number[] {
  const steps = Math.max(1, count - 1);
  const values = Array.from({ length: steps + 1 }, (_, i) => from + ((to - from) * i) / steps);
  return [...new Set(values.map((value) => (isWhole ? Math.round(value) : Number(value.toPrecision(6)))))];
}

/** A range around the value in force: half of it to twice as much. */
export function usualRange({ id, rule, initial }: SweepSetting): AxisChoice {
  const { min, max, isWhole } = rule;
  const middle = initial === 0 ? Math.min(max, 10) / 2 : initial;
  const round = (value: number): number => clamp(isWhole ? Math.round(value) : rounded(value), min, max);
  const from = initial === 0 ? round(0) : round(middle / 2);
  const least = isWhole ? from + USUAL_COUNT - 1 : from;
  const to = round(Math.max(middle * 2, least));
  return { setting: id, from, to: to > from ? to : clamp(from + 1, min, max), count: USUAL_COUNT };
}
