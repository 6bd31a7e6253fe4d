/** What the canvas does to the document: one call per gesture, each of them one labelled step of the history. */
import type { Size } from './flow-model';
import type { Typing } from './typing';
import { applyEdit } from '../shared/apply-edit';
import { type Part, selectedParts } from '../shared/document-store';
import type { Outcome } from '../shared/edit';
import type { Playground } from '../shared/playground';
import {
  addAnnotation,
  addEdge,
  addNode,
  addTo,
  align,
  type Axis,
  canConnect,
  changeAnnotation,
  copyText,
  distribute,
  duplicate,
  type End,
  group,
  insertIntoWire,
  insertNodeIntoWire,
  isPartsText,
  lockOn,
  moveTo,
  neighbourOf,
  pasteText,
  type Place,
  reconnect,
  removeParts,
  rename,
  replicasOf,
  ridersOf,
  setReplicas,
  type Side,
  type Sizes,
  tidy,
  ungroup,
} from '../editing';
import type { Scenario, ScenarioAnnotation } from '@/scenario/schema';
import { announce } from '@/ui';

/** What the editor needs to know of the screen. */
export interface Stage {
  /** Sizes of the parts as drawn, in units of the document. */
  readonly sizes: () => Sizes;
  /** Gives the focus to a part, or to the canvas (null), after the next drawing. */
  readonly focus: (id: string | null) => void;
  /** Lets the text of a part, note or frame be typed in place. */
  readonly type: (id: string) => void;
  /** A size as drawn, in units of the document. */
  readonly toDocumentSize: (size: Size) => Size;
}

/** What was copied last, for the menu: the system's clipboard may ask for leave first. */
let copied: string | null = null;

/** See the file's header. */
export class Editor {
  constructor(
    readonly playground: Playground,
    private readonly stage: Stage,
  ) {}

  get scenario(): Scenario {
    return this.playground.document.getSnapshot().context.scenario;
  }

  /** Ids of everything that is selected. */
  selected(): readonly string[] {
    return selectedParts(this.playground.document.getSnapshot().context).map(({ id }) => id);
  }

  /** Ids of the parts that are selected, without the wires. */
  selectedNodes(): readonly string[] {
    return this.selected().filter((id) => Object.hasOwn(this.scenario.nodes, id));
  }

  /** Makes an outcome a step. */
  apply(outcome: Outcome, isSelecting = true): boolean {
    return applyEdit(this.playground, outcome, isSelecting);
  }

  /** Adds a part; `wire` puts it into that wire, `from` draws a wire to it from that part. */
  add(kind: string, place: Place, { wire = null, from = null }: { wire?: string | null; from?: string | null } = {}): void {
    const outcome = wire === null ? this.added(kind, place, from) : insertIntoWire(this.scenario, wire, kind, place);
    if (this.apply(outcome) && outcome.ok) this.stage.focus(outcome.id);
  }

  private added(kind: string, place: Place, from: string | null): Outcome {
    const node = addNode(this.scenario, kind, place);
    if (!node.ok || from === null) return node;
    const wired = addEdge(node.scenario, from, node.id);
    return wired.ok ? { ...node, scenario: wired.scenario, label: `${node.label} and connect it` } : wired;
  }

  /** Gives parts a part that stands at them. */
  addTo(kind: string, hosts: readonly string[]): void {
    const outcome = addTo(this.scenario, kind, hosts);
    if (this.apply(outcome) && outcome.ok) this.stage.focus(outcome.id);
  }

  connect(source: string, target: string): void {
    const outcome = addEdge(this.scenario, source, target);
    if (this.apply(outcome)) this.stage.focus(source);
  }

  /** Leads an end of a wire to another part. */
  lead(wire: string, end: End, node: string): void {
    if (this.apply(reconnect(this.scenario, wire, end, node))) this.stage.focus(wire);
  }

  /** Whether a new part of this kind could be called from a part; the sentence otherwise. */
  reasonAgainst(kind: string, from: string): string | null {
    const trial = addNode(this.scenario, kind, { x: 0, y: 0 });
    if (!trial.ok) return trial.reason;
    const verdict = canConnect(trial.scenario, from, trial.id);
    return verdict.ok ? null : verdict.reason;
  }

  /** Moves parts; `wire` puts the one that was moved into that wire, too. */
  move(places: Readonly<Record<string, Place>>, wire: string | null = null): void {
    const moved = moveTo(this.scenario, places);
    const [id = ''] = Object.keys(places);
    if (!moved.ok || wire === null) this.apply(moved, false);
    else this.apply(insertNodeIntoWire(moved.scenario, wire, id));
  }

  /** What goes along when these are moved. */
  riders(ids: readonly string[]): readonly string[] {
    return ridersOf(this.scenario, ids, this.stage.sizes());
  }

  /** Everything that is selected and has a place: parts, notes, frames. */
  selectedPlaced(): readonly string[] {
    return this.selected().filter((id) => !Object.hasOwn(this.scenario.edges, id));
  }

  /** Adds a note or a frame and lets its text be typed. */
  annotate(kind: ScenarioAnnotation['kind'], place: Place): void {
    const outcome = addAnnotation(this.scenario, kind, place);
    if (this.apply(outcome) && outcome.ok) this.stage.type(outcome.id);
  }

  /** Puts a frame around the selection that moves it as one. */
  group(ids = this.selectedNodes()): void {
    const outcome = group(this.scenario, ids);
    if (this.apply(outcome) && outcome.ok) this.stage.focus(outcome.id);
  }

  /** Takes the frames of groups away. */
  ungroup(ids = this.selected()): void {
    const outcome = ungroup(this.scenario, ids);
    if (this.apply(outcome) && outcome.ok) this.stage.focus(outcome.id);
  }

  /** Lets the text of a part, note or frame be typed in place, if that is allowed. */
  typeAt(id: string, typing: Typing): void {
    const locked = lockOn(this.scenario, Object.hasOwn(this.scenario.nodes, id) ? 'name' : 'note');
    if (locked === null) typing.begin(id);
    else this.apply({ ok: false, reason: locked });
  }

  /** What a part is called, or what a note or frame says. */
  setText(id: string, text: string): void {
    const { scenario } = this;
    this.apply(Object.hasOwn(scenario.nodes, id) ? rename(scenario, id, text) : changeAnnotation(scenario, id, { text }), false);
  }

  /** Size of a note or frame as drawn on the canvas. */
  resize(id: string, size: Size): void {
    this.apply(changeAnnotation(this.scenario, id, { size: this.stage.toDocumentSize(size) }), false);
  }

  remove(ids = this.selected()): void {
    const next = neighbourOf(this.scenario, ids);
    if (this.apply(removeParts(this.scenario, ids))) this.stage.focus(next);
  }

  duplicate(ids = this.selectedPlaced()): void {
    const outcome = duplicate(this.scenario, ids);
    if (this.apply(outcome) && outcome.ok) this.stage.focus(outcome.id);
  }

  /** The text of the selection; null when nothing can be copied. */
  copy(ids = this.selectedPlaced()): string | null {
    const text = copyText(this.scenario, ids);
    if (text === null) return null;
    copied = text;
    announce(`Copied ${ids.length === 1 ? 'one part' : `${ids.length} parts`}.`, 'reply');
    return text;
  }

  /** Copies by the menu: to the system's clipboard where that is allowed, always to our own. */
  copyByMenu(ids = this.selectedPlaced()): void {
    const text = this.copy(ids);
    // Refused by the system: our own copy is enough within this tab.
    if (text !== null) navigator.clipboard?.writeText(text).catch(() => announce('Copied for this tab only.', 'reply'));
  }

  paste(text: string, at?: Place): void {
    const outcome = pasteText(this.scenario, text, at);
    if (this.apply(outcome) && outcome.ok) this.stage.focus(outcome.id);
  }

  get canPaste(): boolean {
    return copied !== null && isPartsText(copied);
  }

  pasteByMenu(at?: Place): void {
    if (copied !== null) this.paste(copied, at);
  }

  align(side: Side): void {
    this.apply(align(this.scenario, this.selectedNodes(), side, this.stage.sizes()));
  }

  distribute(axis: Axis): void {
    this.apply(distribute(this.scenario, this.selectedNodes(), axis, this.stage.sizes()));
  }

  /** Tidies the selection when it has several parts, else everything. */
  async tidy(): Promise<void> {
    this.apply(await tidy(this.scenario, this.selectedNodes(), this.stage.sizes()), false);
  }

  /** One copy more or less of a part that has copies. */
  scale(id: string, by: number): void {
    const count = replicasOf(this.scenario, id);
    if (count !== null) this.apply(setReplicas(this.scenario, id, count + by));
  }

  selectAll(): void {
    const [first, ...rest] = Object.keys(this.scenario.nodes).map((id) => ({ kind: 'node', id }) as const);
    this.playground.select(first ?? null, rest);
    announce(`${rest.length + (first ? 1 : 0)} parts selected.`, 'reply');
  }

  /** Adds a part to the selection or takes it out; without `isMore` it becomes the only one. */
  choose(kind: Part['kind'], id: string, isMore: boolean): void {
    const { playground } = this;
    const all = selectedParts(playground.document.getSnapshot().context);
    if (!isMore) playground.select({ kind, id });
    else if (all.some((part) => part.id === id)) {
      const [first = null, ...rest] = all.filter((part) => part.id !== id);
      playground.select(first, rest);
    } else playground.select({ kind, id }, all);
  }
}
