/**
 * The canvas's side of the palette: where a carried part would go, the wire it would be put into or the part it would stand at,
 * and putting it down.
 */
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { Editor } from './editor';
import type { WireEdge } from './flow-model';
import type { Point } from './geometry';
import type { Hint, HintStore, Status } from './hints';
import type { CanvasStage } from './use-stage';
import { isOnCanvas, partAt, wireAt } from './under-pointer';
import { canInsert, hostsText, kindTitle, lockOnKind, type Place, reasonAgainstHost, USUAL_SIZE } from '../editing';
import { isAnnotationKind } from '../shared/annotation-kinds';
import { type Carried, placement } from '../shared/placement';
import { nameOf } from '../shared/words';
import { faceOf } from '@/kinds/faces';

const SMALL_WIDTH = 208;

interface Parts {
  readonly editor: Editor;
  readonly hints: HintStore;
  readonly stage: CanvasStage;
  readonly edges: readonly WireEdge[];
  /** From the window to the flow. */
  readonly toFlow: (at: Point) => Point;
}

const standsAtOthers = (kind: string): boolean => hostsText(kind) !== '';

/** The wire that a part of this kind would be put into. */
function wireUnder({ editor, edges, toFlow }: Parts, kind: string, at: Point): string | null {
  if (isAnnotationKind(kind)) return null;
  return wireAt(edges, toFlow(at), (id) => canInsert(editor.scenario, id, kind) === null);
}

/** The place at which the middle of a new part lies under the pointer. */
function centred(kind: string, place: Place): Place {
  const width = faceOf(kind).size === 'small' ? SMALL_WIDTH : USUAL_SIZE.width;
  return { x: place.x - width / 2, y: place.y };
}

/** What lights up for a part that needs another one to stand at. */
function hostHints({ editor }: Parts, kind: string, over: string | null): [ReadonlyMap<string, Hint>, Status] {
  const { scenario } = editor;
  const reasons = new Map(Object.keys(scenario.nodes).map((id) => [id, reasonAgainstHost(scenario, kind, id)]));
  const hints = new Map([...reasons].map(([id, reason]): [string, Hint] => [id, reason === null ? 'legal' : 'illegal']));
  const reason = over === null ? undefined : reasons.get(over);
  if (over === null || reason === undefined) return [hints, { text: `Put ${kindTitle(kind)} onto ${hostsText(kind)}.`, tone: 'info' }];
  hints.set(over, reason === null ? 'over' : 'refused');
  const text = reason ?? `Put ${kindTitle(kind)} at ${nameOf(scenario, over)}.`;
  return [hints, { text, tone: reason === null ? 'info' : 'warn' }];
}

/** What lights up for a part that stands by itself. */
function wireHints({ editor }: Parts, { kind, by }: Carried, wire: string | null): [ReadonlyMap<string, Hint>, Status] {
  const title = isAnnotationKind(kind) ? `a ${kind}` : kindTitle(kind);
  const how = by === 'drag' ? 'Let go' : 'Click';
  if (wire === null) return [new Map(), { text: `${how} on the canvas to put ${title} there. Escape leaves it.`, tone: 'info' }];
  const text = `${how} to put ${title} into the wire ${nameOf(editor.scenario, wire)}.`;
  return [new Map([[wire, 'insert']]), { text, tone: 'info' }];
}

/** Shows where a carried part would go; does nothing while that stays the same. */
function looker(parts: () => Parts): () => void {
  let shown = '';
  return () => {
    const carried = placement.get();
    const at = carried?.at ?? null;
    const isHere = carried !== null && at !== null && isOnCanvas(at);
    const isClinging = carried !== null && standsAtOthers(carried.kind);
    const target = !isHere ? null : isClinging ? partAt(at) : wireUnder(parts(), carried.kind, at);
    const key = carried === null ? '' : `${carried.kind} ${carried.by} ${isHere} ${target ?? ''}`;
    if (key === shown) return;
    shown = key;
    if (carried === null) parts().hints.clear();
    else parts().hints.show(...(isClinging ? hostHints(parts(), carried.kind, target) : wireHints(parts(), carried, target)));
  };
}

/** Puts a part down at a place of the window, or wherever it fits. */
function putDown(parts: Parts, kind: string, at: Point | null): void {
  const { editor, stage } = parts;
  if (isAnnotationKind(kind)) {
    if (at === null || isOnCanvas(at)) editor.annotate(kind, at === null ? stage.freePlace() : stage.placeOf(at));
    return;
  }
  const locked = lockOnKind(editor.scenario, kind);
  const chosen = editor.selectedNodes().at(-1);
  if (locked !== null) editor.apply({ ok: false, reason: locked });
  else if (standsAtOthers(kind)) {
    const host = at === null ? chosen : (partAt(at) ?? undefined);
    if (host !== undefined) editor.addTo(kind, [host]);
    else if (at === null || isOnCanvas(at)) {
      const how = at === null ? 'Select' : 'Put it onto';
      editor.apply({ ok: false, reason: `${how} ${hostsText(kind)}${at === null ? ' first' : ''}: ${kindTitle(kind)} stands at one.` });
    }
  } else if (at === null) editor.add(kind, stage.freePlace(chosen));
  else if (isOnCanvas(at)) editor.add(kind, centred(kind, stage.placeOf(at)), { wire: wireUnder(parts, kind, at) });
}

export function usePlacement(parts: Parts): void {
  const latest = useRef(parts);
  useLayoutEffect(() => {
    latest.current = parts;
  });
  useEffect(() => {
    const stopLooking = placement.subscribe(looker(() => latest.current));
    const stopPlacing = placement.onPlace((kind, at) => putDown(latest.current, kind, at));
    return () => {
      stopLooking();
      stopPlacing();
    };
  }, []);
}
