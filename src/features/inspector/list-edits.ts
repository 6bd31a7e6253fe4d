/** What can be done to a list of settings: the list after it, where each item came from, and where the focus goes. */
import { itemsOf, moved } from '../shared/settings/paths';
import type { ListField } from '@/engine/field-spec';

/** One press of a button of a list. `at` is a place, from 0. */
export type ListAct = { readonly kind: 'add' } | { readonly kind: 'remove' | 'up' | 'down'; readonly at: number };

/** A control to focus: a button of an item, or its first field; null is the button that adds. */
export type Aim = { readonly at: number; readonly part: 'field' | 'remove' | 'up' | 'down' } | null;

/** What an act makes. */
export interface ListStep {
  readonly items: readonly unknown[];
  /** The former place of each item; -1 for a new one. */
  readonly order: readonly number[];
  readonly aim: Aim;
  /** The act in words, for the history and the screen reader. */
  readonly words: string;
}

/** Why an act is not possible; null when it is. */
export function refusalOf({ min, max }: ListField, count: number, act: ListAct): string | null {
  switch (act.kind) {
    case 'add':
      return count < max ? null : `There can be at most ${max}.`;
    case 'remove':
      return count > min ? null : `There must be at least ${min}.`;
    case 'up':
      return act.at > 0 ? null : 'It is the first.';
    case 'down':
      return act.at < count - 1 ? null : 'It is the last.';
  }
}

/** Does an act; one that is not possible changes nothing. */
export function afterAct(field: ListField, value: unknown, act: ListAct): ListStep | null {
  const items = itemsOf(value);
  if (refusalOf(field, items.length, act) !== null) return null;
  const noun = field.itemLabel.toLowerCase();
  const places = items.map((_, place) => place);
  const step = (order: readonly number[], aim: Aim, words: string): ListStep => {
    return { items: order.map((from) => (from < 0 ? field.initial : items[from])), order, aim, words };
  };
  if (act.kind === 'add') return step([...places, -1], { at: items.length, part: 'field' }, `add ${noun} ${items.length + 1}`);
  const { kind, at } = act;
  if (kind === 'remove') {
    // The button of the item that moved up; of the one before at the end of the list.
    const next = Math.min(at, items.length - 2);
    const order = places.filter((place) => place !== at);
    return step(order, next < 0 ? null : { at: next, part: 'remove' }, `remove ${noun} ${at + 1}`);
  }
  const to = kind === 'up' ? at - 1 : at + 1;
  return step(moved(places, at, to) as readonly number[], { at: to, part: kind }, `move ${noun} ${at + 1} ${kind}`);
}

const freshKey = (keys: readonly number[]): number => keys.reduce((most, key) => Math.max(most, key), -1) + 1;

/** One key per item: drafts stay with their item when others go. A list that others made longer or shorter is fitted at its end. */
export function fittedKeys(keys: readonly number[], count: number): readonly number[] {
  if (keys.length === count) return keys;
  const first = freshKey(keys);
  return Array.from({ length: count }, (_, place) => keys[place] ?? first + place);
}

/** The keys after an act. */
export function keysAfter(keys: readonly number[], order: readonly number[]): readonly number[] {
  return order.map((from) => keys[from] ?? freshKey(keys));
}
