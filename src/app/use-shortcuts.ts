/** Keys of the whole page. They do nothing while somebody types. */
import { useEffect } from 'react';
import { tinykeys } from 'tinykeys';
import { usePlayground } from '@/features/shared/playground';
import { useTheme } from '@/ui';

function isTyping(event: KeyboardEvent): boolean {
  const { target } = event;
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** What has keys of its own. */
const OWNERS = 'button, a, summary, [role="menu"], [role="dialog"], [role="tablist"], [role="slider"], [role="switch"]';

/** True where a key belongs to the control that has the focus: a button's space, a tab's arrows. */
function isTaken(event: KeyboardEvent): boolean {
  const owner = event.target instanceof Element ? event.target.closest(OWNERS) : null;
  // A chosen radio button has no use for the space bar: whoever has just set the speed may play at once.
  return owner !== null && owner.getAttribute('role') !== 'radio';
}

/** Step of the comma and full stop keys, in simulated microseconds. */
const STEP_US = 100_000;

export function useShortcuts(showHelp: () => void): void {
  const { controls, undo, redo } = usePlayground();
  const { toggleProjector } = useTheme();
  useEffect(() => {
    const on =
      (action: () => void, mayBeTaken = false) =>
      (event: KeyboardEvent): void => {
        if (isTyping(event) || event.defaultPrevented || (mayBeTaken && isTaken(event))) return;
        event.preventDefault();
        action();
      };
    return tinykeys(window, {
      Space: on(controls.toggle, true),
      '.': on(() => controls.step(STEP_US)),
      'Shift+>': on(() => controls.step('event')),
      r: on(controls.reset),
      p: on(toggleProjector),
      'Shift+?': on(showHelp),
      '$mod+z': on(undo),
      '$mod+Shift+z': on(redo),
      '$mod+y': on(redo),
    });
  }, [controls, undo, redo, toggleProjector, showHelp]);
}
