/**
 * "Run until": conditions that the page watches in the samples of the run. Samples come ten times a simulated second, so a
 * condition is met at the end of the first interval in which it becomes true; one that was true before has to become false first,
 * or the run would stop again at its next step. Pure, so that it can be tested against a real run.
 */
import type { SampleLog } from '../shared/sample-log';
import { clockText, countText } from '../shared/words';
import type { TimeUs } from '@/domain/time';

/** What can be waited for. `part` is a node's id, or empty for any client. */
export type Condition =
  | { readonly kind: 'p99'; readonly part: string; readonly overMs: number }
  | { readonly kind: 'queue'; readonly part: string; readonly over: number }
  | { readonly kind: 'error'; readonly part: string }
  | { readonly kind: 'moment'; readonly atMs: number };

/** Any client: the value of the choice of a part that stands for all sources. */
export const ANY = '';

/** The parts that a condition looks at. */
function partsOf(log: SampleLog, part: string): readonly string[] {
  return part === ANY ? log.layout.sources : [part];
}

/** The figure that a condition compares, at a sample; null where it compares none. Milliseconds, requests, or requests lost. */
export function figureOf(condition: Condition, log: SampleLog, index: number): number | null {
  if (condition.kind === 'moment') return null;
  const read = (id: string): number => {
    if (condition.kind === 'p99') return log.node(index, id, 'p99Us') / 1000;
    return log.node(index, id, condition.kind === 'queue' ? 'waiting' : 'failed');
  };
  return partsOf(log, condition.part).reduce((most, id) => Math.max(most, read(id)), 0);
}

/** Whether it holds in a sample; null where the sample does not tell: an interval without answers has no p99. */
function isMet(condition: Condition, log: SampleLog, index: number): boolean | null {
  if (condition.kind === 'moment') return log.atUs(index) >= condition.atMs * 1000;
  const figure = figureOf(condition, log, index) ?? 0;
  switch (condition.kind) {
    case 'p99':
      return figure === 0 ? null : figure > condition.overMs;
    case 'queue':
      return figure > condition.over;
    case 'error':
      return figure > 0;
  }
}

/** Number of the first sample, of those from `from` on, in which the condition becomes true; null when it does not. */
export function firstMet(condition: Condition, log: SampleLog, from: number): number | null {
  let before = from - 1;
  while (before >= 0 && isMet(condition, log, before) === null) before--;
  let was = before >= 0 && isMet(condition, log, before) === true;
  for (let index = from; index < log.length; index++) {
    const is = isMet(condition, log, index) ?? was;
    if (is && !was) return index;
    was = is;
  }
  return null;
}

/** A condition in words: "p99 of Checkout over 500 ms". `nameOf` gives parts their names. */
export function conditionText(condition: Condition, nameOf: (id: string) => string): string {
  switch (condition.kind) {
    case 'p99':
      return `p99 of ${condition.part === ANY ? 'any client' : nameOf(condition.part)} over ${countText(condition.overMs)} ms`;
    case 'queue':
      return `more than ${countText(condition.over)} waiting in ${nameOf(condition.part)}`;
    case 'error':
      return condition.part === ANY ? 'first error' : `first error in ${nameOf(condition.part)}`;
    case 'moment':
      return `at ${clockText(condition.atMs * 1000)}`;
  }
}

/** What was found, a sentence: the figure at the moment of stopping. */
export function foundText(condition: Condition, figure: number | null, nameOf: (id: string) => string): string {
  if (figure === null) return '';
  const who = condition.kind === 'moment' || condition.part === ANY ? 'the client' : nameOf(condition.part);
  switch (condition.kind) {
    case 'p99':
      return `The slowest hundredth of the answers of ${who} took ${countText(figure)} ms or more in this tenth of a second.`;
    case 'queue':
      return `${countText(figure)} requests wait.`;
    case 'error':
      return `${countText(figure)} ${figure === 1 ? 'request was' : 'requests were'} lost in this interval.`;
    case 'moment':
      return '';
  }
}

/** How far ahead of a moment the run is stopped and taken there exactly, as wall time: a few frames. */
const AHEAD_US = 120_000;

/** True when so little is left up to a moment, at a speed, that the run can be taken there at once. */
export function isNear(atUs: TimeUs, momentUs: TimeUs, speed: number | 'max'): boolean {
  if (atUs >= momentUs) return false;
  return speed === 'max' || momentUs - atUs <= AHEAD_US * speed;
}
