/** Changes of settings from the inspector: checked, acting at once, one step of the history per gesture. */
import { useState } from 'react';
import { Gesture } from './gesture';
import { editTogether, type Member } from './together';
import { edited, type Place, writtenAll } from '../shared/settings/place';
import { type Settings, topOf, without } from '../shared/settings/paths';
import { usePlayground } from '../shared/playground';

/** What fields do. Each answers with a sentence when the change is refused, else null. */
export interface Editing {
  /** False while several parts are edited together. */
  readonly isAlone: boolean;
  set(path: string, label: string, value: unknown): string | null;
  /** Like `set`, but always a step of its own: adding to a list twice is two steps. */
  act(path: string, label: string, value: unknown): string | null;
  /** Back to what holds when the file says nothing. */
  reset(path: string, label: string, usual: unknown): string | null;
  /** Puts several settings there and leaves the others as they are. */
  merge(label: string, settings: Settings): string | null;
}

const ALONE: readonly Member[] = [];

/**
 * Editing of one place; `part` is the part's name for the history, such as "Checkout". `others` are edited with it, in the same
 * step: all of them change, or none.
 */
export function useEdit(place: Place, part: string, others: readonly Member[] = ALONE): Editing {
  const playground = usePlayground();
  const [gesture] = useState(
    () =>
      new Gesture({
        nowMs: () => performance.now(),
        scenario: () => playground.document.getSnapshot().context.scenario,
        change: playground.change,
        undo: playground.undo,
      }),
  );
  const places = [place, ...others.map((other) => other.place)];
  const take = (path: string, label: string, make: (settings: Settings, place: Place) => Settings): string | null => {
    const { scenario } = playground.document.getSnapshot().context;
    const edits = editTogether(scenario, place, others, { path, label, make });
    if (!edits.ok) return edits.sentence;
    const key = `${places.map((each) => each.path).join(' ')} ${path}`;
    gesture.apply(key, `${part}: ${label}`, (now) => writtenAll(places, now, edits.settings));
    return null;
  };
  return {
    isAlone: others.length === 0,
    set: (path, label, value) => take(path, label, (settings, at) => edited(at, settings, path, value)),
    act: (path, label, value) => {
      gesture.end();
      return take(path, label, (settings, at) => edited(at, settings, path, value));
    },
    reset: (path, label, usual) => {
      gesture.end();
      return take(path, `${label} as usual`, (settings, at) =>
        path === topOf(path) ? without(settings, path) : edited(at, settings, path, usual),
      );
    },
    merge: (label, more) => {
      gesture.end();
      return take('', label, (settings) => ({ ...settings, ...more }));
    },
  };
}
