/** Changes of settings from the inspector: checked, acting at once, one step of the history per gesture. */
import { useState } from 'react';
import { Gesture } from './gesture';
import { checked, type Edit, edited, type Place } from './place';
import { type Settings, topOf, without } from './paths';
import { usePlayground } from '../shared/playground';

/** What fields do. Each answers with a sentence when the change is refused, else null. */
export interface Editing {
  set(path: string, label: string, value: unknown): string | null;
  /** Like `set`, but always a step of its own: adding to a list twice is two steps. */
  act(path: string, label: string, value: unknown): string | null;
  /** Back to what holds when the file says nothing. */
  reset(path: string, label: string, usual: unknown): string | null;
  /** Puts whole settings there. */
  replace(label: string, settings: Settings): string | null;
}

/** Editing of one place; `part` is the part's name for the history, such as "Checkout". */
export function useEdit(place: Place, part: string): Editing {
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
  const take = (key: string, label: string, make: (settings: Settings) => Settings): string | null => {
    const { scenario } = playground.document.getSnapshot().context;
    const edit: Edit = checked(place, scenario, make(place.read(scenario) ?? {}));
    if (!edit.ok) return edit.sentence;
    gesture.apply(`${place.path}.${key}`, `${part}: ${label}`, (now) => place.write(now, edit.settings));
    return null;
  };
  return {
    set: (path, label, value) => take(path, label, (settings) => edited(place, settings, path, value)),
    act: (path, label, value) => {
      gesture.end();
      return take(path, label, (settings) => edited(place, settings, path, value));
    },
    reset: (path, label, usual) => {
      gesture.end();
      return take(path, `${label} as usual`, (settings) =>
        path === topOf(path) ? without(settings, path) : edited(place, settings, path, usual),
      );
    },
    replace: (label, settings) => {
      gesture.end();
      return take('', label, () => settings);
    },
  };
}
