/** How people see and change the settings of a canary controller. */
import type { FieldSpec } from '@/engine/field-spec';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MOST = 1000;

function span(path: string, label: string, help: string, min: number, max: number): FieldSpec {
  return { control: 'number', path, label, help, unit: 'ms', min, max, isWhole: false };
}

function count(path: string, label: string, help: string, unit: string, max: number): FieldSpec {
  return { control: 'number', path, label, help, unit, min: 0, max, isWhole: true };
}

/** Fields of a canary controller. */
export const fields: readonly FieldSpec[] = [
  {
    control: 'text',
    path: 'split',
    label: 'Turns the split',
    help: 'The id of a wire with a traffic split, or gateway/route for a weighted route.',
    maxLength: 81,
  },
  {
    control: 'choice',
    path: 'style',
    label: 'Rules of',
    help: 'Flagger acts upon a failed check when the next one is due, Argo Rollouts at once.',
    options: [
      { value: 'flagger', label: 'Flagger' },
      { value: 'argo', label: 'Argo Rollouts' },
    ],
  },
  {
    control: 'list',
    path: 'stepWeights',
    label: 'Steps',
    help: 'Shares of the new version, one after the other.',
    itemLabel: 'Step',
    min: 1,
    max: 20,
    initial: { percent: 100 },
    fields: [{ control: 'number', path: 'percent', label: 'Share', help: '', unit: '%', min: 0.1, max: 100, isWhole: false }],
  },
  span('intervalMs', 'Checks every', 'A step lasts as long.', 100, HOUR_MS),
  count('threshold', 'Failed checks', 'Flagger rolls back at so many, Argo at one more. Good ones forgive none.', 'checks', MOST),
  count('inconclusiveLimit', 'Without a result', 'Argo pauses at one more. For Flagger they are failed ones.', 'checks', MOST),
  {
    control: 'number',
    path: 'deadlineMs',
    label: 'Deadline',
    help: 'Rolls back when no step has begun for longer.',
    unit: 'ms',
    min: 100,
    max: DAY_MS,
    isWhole: false,
    none: { label: 'none', initial: 600_000 },
  },
  {
    control: 'number',
    path: 'successRateMin',
    label: 'Success, at least',
    help: 'Requests of the new version without an answer of 500 or above.',
    unit: '%',
    min: 0,
    max: 100,
    isWhole: false,
  },
  {
    control: 'number',
    path: 'p99MaxMs',
    label: 'p99, at most',
    help: '',
    unit: 'ms',
    min: 1,
    max: HOUR_MS,
    isWhole: false,
    none: { label: 'not looked at', initial: 500 },
  },
  count('minRequests', 'Decides from', 'Fewer wait for the next check. Neither product has this.', 'requests', 1_000_000),
  span('startsAtMs', 'Starts at', 'When the new version is there.', 0, DAY_MS),
  span('actsAfterMs', 'Takes effect after', 'Until the callers have the new shares.', 0, 600_000),
];
