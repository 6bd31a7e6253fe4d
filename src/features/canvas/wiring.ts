/**
 * Drawing a wire by the pointer, or leading an end of one elsewhere. Everything that could be the other end lights up, everything
 * else dims, and the line at the head of the canvas says why. Let go over nothing, a new wire asks which part to put there.
 */
import type { Editor } from './editor';
import type { Point } from './geometry';
import type { Hint, HintStore, Status } from './hints';
import { partAt } from './under-pointer';
import { canConnect, canReconnect, type End, reconnect, type Verdict, verdictOn } from '../editing';
import { followPointer } from '../shared/drag';
import { nameOf } from '../shared/words';
import type { Scenario } from '@/scenario/schema';
import { announce } from '@/ui';

/** What is being drawn: a new wire from a part, or an end of an existing one. */
export type Wiring =
  | { readonly kind: 'new'; readonly source: string }
  | { readonly kind: 'end'; readonly edge: string; readonly end: End };

/** The line under the pointer. `from` is the part that stays. Places are those of the window. */
export interface Draft {
  readonly from: string;
  readonly isBackwards: boolean;
  readonly at: Point;
  readonly isLegal: boolean | null;
}

/** The draft for the one component that draws it. */
export class DraftStore {
  private draft: Draft | null = null;
  private readonly listeners = new Set<() => void>();

  readonly get = (): Draft | null => this.draft;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  set(draft: Draft | null): void {
    this.draft = draft;
    for (const listener of this.listeners) listener();
  }
}

/** What a gesture of wiring needs. */
export interface WiringTools {
  readonly editor: Editor;
  readonly hints: HintStore;
  readonly drafts: DraftStore;
  /** A new wire was let go over nothing. */
  readonly onEmpty: (source: string, at: Point) => void;
}

function verdictFor(scenario: Scenario, wiring: Wiring, id: string): Verdict {
  return wiring.kind === 'new' ? verdictOn(scenario, wiring.source, id) : canReconnect(scenario, wiring.edge, wiring.end, id);
}

/** The end that stays where it is. */
function fixedEnd(scenario: Scenario, wiring: Wiring): string {
  if (wiring.kind === 'new') return wiring.source;
  const edge = scenario.edges[wiring.edge];
  return (wiring.end === 'source' ? edge?.target : edge?.source) ?? '';
}

/** What lights up, and what is said, while the pointer is over a part (or over none). */
export function wiringHints(
  scenario: Scenario,
  wiring: Wiring,
  over: string | null,
): { readonly hints: ReadonlyMap<string, Hint>; readonly status: Status; readonly isLegal: boolean | null } {
  const fixed = fixedEnd(scenario, wiring);
  const hints = new Map<string, Hint>();
  const verdicts = new Map<string, Verdict>();
  for (const id of Object.keys(scenario.nodes)) {
    if (id === fixed) continue;
    const verdict = verdictFor(scenario, wiring, id);
    verdicts.set(id, verdict);
    hints.set(id, verdict.ok ? 'legal' : 'illegal');
  }
  hints.set(fixed, 'from');
  const verdict = over === null ? undefined : verdicts.get(over);
  if (over === null || !verdict) {
    const hasTarget = [...verdicts.values()].some(({ ok }) => ok);
    const rest = wiring.kind === 'new' ? 'Let go over nothing to add a part there.' : 'Let go over nothing to leave it as it was.';
    const first = hasTarget ? 'Parts that can be the other end are lit.' : 'No part here can be the other end.';
    return { hints, status: { text: `${first} ${rest}`, tone: 'info' }, isLegal: null };
  }
  hints.set(over, verdict.ok ? 'over' : 'refused');
  const name = nameOf(scenario, over);
  const what = verdict.ok && verdict.role === 'discovery' ? 'asks' : 'calls';
  const text =
    wiring.kind === 'new' && verdict.ok
      ? `${nameOf(scenario, fixed)} ${what} ${name}.`
      : verdict.ok
        ? `Lead the wire to ${name}.`
        : verdict.reason;
  return { hints, status: { text, tone: verdict.ok ? 'info' : 'warn' }, isLegal: verdict.ok };
}

/** Begins at a press of the pointer. */
export function startWiring(press: PointerEvent, wiring: Wiring, { editor, hints, drafts, onEmpty }: WiringTools): void {
  const fixed = fixedEnd(editor.scenario, wiring);
  // Parts are judged once per part that the pointer comes to, not once per movement.
  let shown: { readonly over: string | null; readonly isLegal: boolean | null } | null = null;
  const clear = (): void => {
    hints.clear();
    drafts.set(null);
  };
  followPointer(press, {
    onMove: (at) => {
      const over = partAt(at);
      if (!shown || shown.over !== over) {
        const view = wiringHints(editor.scenario, wiring, over === fixed ? null : over);
        hints.show(view.hints, view.status);
        shown = { over, isLegal: view.isLegal };
      }
      drafts.set({ from: fixed, isBackwards: wiring.kind === 'end' && wiring.end === 'source', at, isLegal: shown.isLegal });
    },
    onDrop: (at) => {
      const over = partAt(at);
      clear();
      if (over === fixed) return;
      if (over === null) {
        if (wiring.kind === 'new') onEmpty(wiring.source, at);
      } else if (wiring.kind === 'end') editor.apply(reconnect(editor.scenario, wiring.edge, wiring.end, over));
      else {
        const verdict = canConnect(editor.scenario, wiring.source, over);
        if (verdict.ok) editor.connect(wiring.source, over);
        else editor.apply(verdict);
      }
    },
    onCancel: () => {
      clear();
      if (shown) announce('The wire was let go.', 'reply');
    },
  });
}
