/** What the outline does to the document: the same edits as the canvas, each one labelled step, spoken, and the focus kept. */
import { useMemo, useState } from 'react';
import type { Question } from './dialogs';
import {
  addAnnotation,
  addEdge,
  addNode,
  addTo,
  changeAnnotation,
  duplicate,
  type End,
  groupWith,
  hostsText,
  insertIntoWire,
  neighbourOf,
  type Outcome,
  reconnect,
  removeParts,
  rename,
  replicasOf,
  setReplicas,
  ungroup,
} from '../editing';
import { applyEdit } from '../shared/apply-edit';
import { canvasPort } from '../shared/canvas-port';
import { type Part, partKind, selectedParts, withFault, withFaultAt } from '../shared/document-store';
import { isActing } from '../shared/fault-places';
import { type Playground, usePlayground } from '../shared/playground';
import { policyChange } from '../shared/policy-change';
import { nameOf } from '../shared/words';
import { FAULTS } from '@/faults/registry';
import type { Scenario, ScenarioAnnotation, ScenarioFault } from '@/scenario/schema';
import { announce } from '@/ui';

/** A row that is to have the focus: which table, which row. A new object asks anew. */
export interface Wanted {
  readonly table: 'parts' | 'wires' | 'faults' | 'notes';
  readonly id: string;
}

/** Room for a part where there is no canvas to ask: right of all others. */
function placeWithoutCanvas({ nodes }: Scenario): { readonly x: number; readonly y: number } {
  const right = Math.max(-420, ...Object.values(nodes).map(({ position }) => position.x));
  return { x: right + 420, y: 140 };
}

/** See the file's header. */
export class Outline {
  constructor(
    readonly playground: Playground,
    private readonly wantFocus: (wanted: Wanted) => void,
  ) {}

  get scenario(): Scenario {
    return this.playground.document.getSnapshot().context.scenario;
  }

  private apply(outcome: Outcome, table: Wanted['table'], focusOn?: string): boolean {
    // The selection stays: choosing brings the inspector forward, and the outline would be gone.
    const isDone = applyEdit(this.playground, outcome, false);
    const id = focusOn ?? (outcome.ok ? outcome.id : '');
    if (isDone && id !== '') this.wantFocus({ table, id });
    return isDone;
  }

  /** Gives the focus back to a row. */
  focus(table: Wanted['table'], id: string): void {
    this.wantFocus({ table, id });
  }

  add(kind: string): void {
    const place = canvasPort()?.freePlace() ?? placeWithoutCanvas(this.scenario);
    this.apply(addNode(this.scenario, kind, this.beside() ?? place), 'parts');
  }

  /** Right of the part that was added last, as far as nothing stands there: a chain grows from left to right. */
  private beside(): { readonly x: number; readonly y: number } | null {
    const places = Object.values(this.scenario.nodes).map(({ position }) => position);
    const last = places.at(-1);
    if (!last) return null;
    const next = { x: last.x + 420, y: last.y };
    const isFree = places.every(({ x, y }) => Math.abs(x - next.x) >= 260 || Math.abs(y - next.y) >= 170);
    return isFree ? next : null;
  }

  /** Gives a part one that stands at it. */
  addAt(kind: string, host: string): void {
    this.apply(addTo(this.scenario, kind, [host]), 'parts');
  }

  /** Puts a new part into a wire. */
  insert(wire: string, kind: string): void {
    const { source, target } = this.scenario.edges[wire] ?? { source: '', target: '' };
    const [a, b] = [this.scenario.nodes[source]?.position, this.scenario.nodes[target]?.position];
    const place = a && b ? { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 + 180 } : placeWithoutCanvas(this.scenario);
    this.apply(insertIntoWire(this.scenario, wire, kind, place), 'parts');
  }

  rename(id: string, name: string): void {
    this.apply(rename(this.scenario, id, name), 'parts', id);
  }

  connect(source: string, target: string): void {
    this.apply(addEdge(this.scenario, source, target), 'parts', source);
  }

  reconnect(wire: string, end: End, node: string): void {
    this.apply(reconnect(this.scenario, wire, end, node), 'wires', wire);
  }

  setCopies(id: string, count: number): void {
    this.apply(setReplicas(this.scenario, id, count), 'parts', id);
  }

  scale(id: string, by: number): void {
    const count = replicasOf(this.scenario, id);
    if (count === null) announce(`${nameOf(this.scenario, id)} has no copies to set.`, 'reply');
    else this.setCopies(id, count + by);
  }

  duplicate(id: string): void {
    this.apply(duplicate(this.scenario, [id]), this.tableOf(id));
  }

  /** The table that has a row for a part, wire, note or frame. */
  tableOf(id: string): Wanted['table'] {
    return ({ node: 'parts', wire: 'wires', annotation: 'notes' } as const)[partKind(this.scenario, id)];
  }

  annotate(kind: ScenarioAnnotation['kind']): void {
    const place = canvasPort()?.freePlace() ?? placeWithoutCanvas(this.scenario);
    this.apply(addAnnotation(this.scenario, kind, place), 'notes');
  }

  write(id: string, text: string): void {
    this.apply(changeAnnotation(this.scenario, id, { text }), 'notes', id);
  }

  groupWith(id: string, other: string): void {
    this.apply(groupWith(this.scenario, id, other), 'parts', id);
  }

  ungroup(id: string): void {
    const table = this.tableOf(id);
    const isDone = this.apply(ungroup(this.scenario, [id]), 'parts', table === 'parts' ? id : undefined);
    if (isDone && table === 'notes') announce('The parts of the group stay.', 'reply');
  }

  /** Removes a part or a wire; the focus goes to the part next to it, or to the row at the same place. */
  remove(table: 'parts' | 'wires' | 'notes', id: string): void {
    const { nodes, edges, annotations } = this.scenario;
    const all = Object.keys({ parts: nodes, wires: edges, notes: annotations }[table]);
    const at = all.indexOf(id);
    const next = (table === 'parts' ? neighbourOf(this.scenario, [id]) : null) ?? all[at + 1] ?? all[at - 1];
    const isGone = applyEdit(this.playground, removeParts(this.scenario, [id]), false);
    if (isGone) this.wantFocus({ table, id: next ?? '' });
  }

  setPolicy(wire: string, policy: string, isOn: boolean): void {
    this.apply(policyChange(this.scenario, wire, policy, isOn), 'wires', wire);
  }

  /** Puts an entry onto the timeline, or another one in its place. */
  setFault(index: number | null, fault: ScenarioFault): void {
    const title = `${FAULTS.get(fault.kind)?.title ?? fault.kind} on ${nameOf(this.scenario, fault.target)}`;
    const label = index === null ? `plan ${title}` : `change ${title}`;
    this.playground.change(label, (now) => (index === null ? withFault(now, fault) : withFaultAt(now, index, fault)));
    announce(`Done: ${label}. Undo is available.`, 'reply');
    this.wantFocus({ table: 'faults', id: String(index ?? this.scenario.faults.length - 1) });
  }

  /** Ends a fault that acts; takes one out that has not begun or is over. */
  endFault(index: number): void {
    const fault = this.scenario.faults[index];
    if (!fault) return;
    const title = `${FAULTS.get(fault.kind)?.title ?? fault.kind} on ${nameOf(this.scenario, fault.target)}`;
    const isNow = isActing(fault, this.playground.run.status.atUs);
    if (isNow) this.playground.endFault(index);
    else this.takeOut(index);
    if (isNow) announce(`${title} has ended.`, 'reply');
  }

  /** Takes a fault out of the timeline, as if it had never been there. */
  takeOut(index: number): void {
    const fault = this.scenario.faults[index];
    if (!fault) return;
    const title = `${FAULTS.get(fault.kind)?.title ?? fault.kind} on ${nameOf(this.scenario, fault.target)}`;
    this.playground.change(`take out ${title}`, (now) => withFaultAt(now, index, null));
    announce(`Done: take out ${title}. Undo is available.`, 'reply');
    this.wantFocus({ table: 'faults', id: this.scenario.faults.length === 0 ? '' : String(Math.max(0, index - 1)) });
  }

  /** Begins a fault now. */
  breakNow(target: string, kind: string): void {
    const contract = FAULTS.get(kind);
    const value = contract?.value?.usual ?? 0;
    this.playground.injectFault({ kind, target, value });
    announce(`${nameOf(this.scenario, target)}: ${contract?.label(value) ?? kind}, until you end it.`, 'reply');
    this.wantFocus({ table: Object.hasOwn(this.scenario.nodes, target) ? 'parts' : 'wires', id: target });
  }

  /** Selects a row, or takes it to those that are selected. */
  select(part: Part, isMore: boolean): void {
    const all = selectedParts(this.playground.document.getSnapshot().context);
    if (!isMore) this.playground.select(part);
    else if (all.some(({ id }) => id === part.id)) {
      const [first = null, ...rest] = all.filter(({ id }) => id !== part.id);
      this.playground.select(first, rest);
    } else this.playground.select(part, all);
  }

  /** What a kind that stands at others needs, for the list of parts; null for kinds that stand by themselves. */
  static needs(kind: string): string | null {
    const hosts = hostsText(kind);
    return hosts === '' ? null : `It stands at ${hosts}: use the actions of that part.`;
  }
}

/** The outline's edits, what it asks now, and which row wants the focus. */
export function useOutline(): {
  readonly outline: Outline;
  readonly question: Question | null;
  readonly ask: (question: Question | null) => void;
  readonly wanted: Wanted | null;
} {
  const playground = usePlayground();
  const [question, ask] = useState<Question | null>(null);
  const [wanted, want] = useState<Wanted | null>(null);
  const outline = useMemo(() => new Outline(playground, want), [playground]);
  return { outline, question, ask, wanted };
}
