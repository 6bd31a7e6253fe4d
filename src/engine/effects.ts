/** Faults of one sort that act at the same time. They may end in any order, and each takes exactly itself away. */
import type { Effect } from './node-model';

/** Whether two faults do the same: either of them may stand for the other. */
export function isSameEffect(a: Effect, b: Effect): boolean {
  return a.kind === b.kind && a.value === b.value && shareOf(a) === shareOf(b) && (a.jitterMs ?? 0) === (b.jitterMs ?? 0);
}

/** Share of its target that a fault strikes, above 0 to 1. */
export function shareOf({ share }: Effect): number {
  return share ?? 1;
}

/** Takes one out of a list; false when it is not there. */
export function removeEffect(from: Effect[], effect: Effect): boolean {
  const at = from.findIndex((other) => isSameEffect(other, effect));
  if (at >= 0) from.splice(at, 1);
  return at >= 0;
}

/** Chance that at least one of these strikes, each with its own value (0 to 1) among its share of the requests, independently. */
export function chanceOfAny(effects: readonly Effect[]): number {
  return 1 - effects.reduce((fine, effect) => fine * (1 - effect.value * shareOf(effect)), 1);
}
