/**
 * From the document to what the flow draws: nodes and wires with their places. Pure; an object is replaced only when something
 * about it has changed, because the flow compares by identity. Live figures never pass through here.
 */
import type { Edge, Node, XYPosition } from '@xyflow/react';
import { placeCard } from './card-place';
import { type Box, overlaps, pathBetween, pointAt, type WirePath } from './geometry';
import { wireName } from './labels';
import { type NoteNode, noteNodes } from './note-boxes';
import { clings } from '../editing';
import type { Scenario } from '@/scenario/schema';

/** A part of the scenario. */
export type PartNode = Node<
  { readonly kind: string; readonly name: string; readonly settings: unknown; /** Stands at another part. */ readonly clings: boolean },
  'part'
>;
/** The card of the machine that decides on a wire. */
export type CardNode = Node<{ readonly wire: string; readonly label: string }, 'card'>;
/** Whatever stands on the canvas. */
export type FlowNode = PartNode | CardNode | NoteNode;
/** A wire. `gate` is the share of its way at which its switch stands. */
export type WireEdge = Edge<{ readonly path: WirePath; readonly gate: number }, 'wire'>;

/** Width and height. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** From places of the document to places on the canvas: the wall's larger text needs more room between nodes. */
export interface Spread {
  readonly x: number;
  readonly y: number;
  /** Size of things that are drawn, relative to the desk. */
  readonly unit: number;
  /** Room between a card and the nodes above it. */
  readonly gap: number;
  /** Room for a switch and its label below their wire. */
  readonly skirt: number;
}

/** Share of a wire's way at which switch and labels stand. */
export const GATE = 0.5;

/** Several wires between the same two parts: room between two of them in units of the desk, and between their labels as a share. */
const BESIDE = 30;
const STAGGER = 0.2;
/** With more control wires than this, each is drawn only while one of its ends is selected. */
const FEW_CONTROLS = 12;

/** Share of a wire's way at which a cut of the network is drawn: behind the switch, clear of the labels. */
export const CUT = 0.82;

/** Nodes are placed by the middle of their left side, so that wires between nodes of one row run straight. */
export const PART_ORIGIN: [number, number] = [0, 0.5];

/** How far in from the left edge of its host a clinging part hangs. */
const HANG = 14;

const FIRST_PART: Size = { width: 240, height: 180 };
const FIRST_CARD: Size = { width: 420, height: 250 };

/** Name of a card's node. Ids of parts have no colon. */
export function cardId(wire: string): string {
  return `card:${wire}`;
}

/** What the canvas knows beside the document. */
export interface Arrangement {
  readonly spread: Spread;
  /** Places of what is being dragged, and of cards that have been. */
  readonly moved: Readonly<Record<string, XYPosition>>;
  readonly measured: Readonly<Record<string, Size>>;
  /** Wires whose card is shown. */
  readonly cards: readonly string[];
  /** Ids of everything that is selected. */
  readonly selected: ReadonlySet<string>;
}

/** Place of a part on the canvas. */
export function toCanvas({ x, y }: XYPosition, spread: Spread): XYPosition {
  return { x: x * spread.x, y: y * spread.y };
}

/** Place of a part in the document, whole numbers. */
export function toDocument({ x, y }: XYPosition, spread: Spread): XYPosition {
  return { x: Math.round(x / spread.x), y: Math.round(y / spread.y) };
}

/** Box of a node. */
export function boxOf(node: FlowNode, first = FIRST_PART): Box {
  const { width, height } = sizeOf(node, first);
  const [left, top] = node.origin ?? [0, 0];
  return { x: node.position.x - left * width, y: node.position.y - top * height, width, height };
}

function sizeOf({ measured, data, type }: FlowNode, first: Size): Size {
  if (type === 'note') return { width: data.width, height: Math.max(data.height, measured?.height ?? 0) };
  return { width: measured?.width ?? first.width, height: measured?.height ?? first.height };
}

/** Keeps what it made last, so that what has not changed stays the same object. */
export class FlowModel {
  private readonly nodes = new Map<string, FlowNode>();
  private readonly paths = new Map<string, { readonly made: Made; readonly edge: WireEdge }>();

  /** Nodes of the scenario, then notes and frames, then the cards. */
  nodesOf(scenario: Scenario, arrangement: Arrangement, edges?: readonly WireEdge[]): FlowNode[] {
    const { moved, measured, spread, selected, cards } = arrangement;
    const parts = Object.entries(scenario.nodes).map(([id, { kind, name, settings, position }]): FlowNode =>
      this.kept({
        id,
        type: 'part',
        origin: PART_ORIGIN,
        selected: selected.has(id),
        position: moved[id] ?? toCanvas(position, spread),
        data: { kind, name: name || id, settings, clings: clings(scenario, id) },
        ...(measured[id] ? { measured: measured[id] } : {}),
      }),
    );
    this.cling(scenario, parts, spread);
    const boxes = parts.map((node) => boxOf(node));
    const byId = new Map(parts.map(({ id }, i) => [id, boxes[i] ?? { x: 0, y: 0, width: 0, height: 0 }]));
    const notes = noteNodes(scenario, { spread, moved, selected, boxes: byId }).map((node) => {
      const size = measured[node.id];
      return this.kept(size ? { ...node, measured: size } : node);
    });
    for (const node of notes) if (node.type === 'note' && node.data.kind === 'note') boxes.push(boxOf(node));
    return [...parts, ...notes, ...cards.map((wire) => this.card(scenario, arrangement, wire, boxes, edges ?? []))];
  }

  /** Parts that stand at another one hang below it, one under the other, and go where it goes. */
  private cling(scenario: Scenario, parts: FlowNode[], spread: Spread): void {
    const hung = new Map<string, number>();
    const byId = new Map(parts.map((node) => [node.id, node]));
    parts.forEach((node, i) => {
      const host = node.type === 'part' && node.data.clings ? byId.get(scenario.nodes[node.id]?.parent ?? '') : undefined;
      if (!host) return;
      const above = boxOf(host);
      const own = boxOf(node);
      const used = hung.get(host.id) ?? 0;
      hung.set(host.id, used + own.height);
      const position = { x: above.x + HANG * spread.unit, y: above.y + above.height + used + own.height / 2 };
      parts[i] = this.kept({ ...node, position, draggable: false });
    });
  }

  private card(
    scenario: Scenario,
    { moved, measured, spread }: Arrangement,
    wire: string,
    boxes: Box[],
    edges: readonly WireEdge[],
  ): FlowNode {
    const id = cardId(wire);
    const size = measured[id] ?? { width: FIRST_CARD.width * spread.unit, height: FIRST_CARD.height * spread.unit };
    const edge = edges.find((candidate) => candidate.id === wire);
    const at = edge?.data ? pointAt(edge.data.path, edge.data.gate) : { x: 0, y: 0 };
    const room = { at, ...size, boxes, gap: spread.gap, skirt: spread.skirt };
    const position = moved[id] ?? this.settled(id, placeCard(room), size, boxes);
    boxes.push({ ...position, ...size });
    return this.kept({
      id,
      type: 'card',
      position,
      selectable: false,
      zIndex: 1,
      data: { wire, label: wireName(scenario, wire) },
      ...(measured[id] ? { measured: measured[id] } : {}),
    });
  }

  /** A card stays where it is while a node only grows or shrinks a little, as long as it covers nothing. */
  private settled(id: string, wanted: XYPosition, size: Size, boxes: readonly Box[]): XYPosition {
    const before = this.nodes.get(id)?.position;
    if (!before || before.x !== wanted.x || Math.abs(before.y - wanted.y) > size.height / 4) return wanted;
    return boxes.some((box) => overlaps({ ...before, ...size }, box)) ? wanted : before;
  }

  private kept(next: FlowNode): FlowNode {
    const before = this.nodes.get(next.id);
    if (before && isSameNode(before, next)) return before;
    this.nodes.set(next.id, next);
    return next;
  }

  /** Wires between nodes that exist. Control wires of a large mesh are hidden until one of their ends is selected. */
  edgesOf(scenario: Scenario, nodes: readonly FlowNode[], selected: ReadonlySet<string>, spread: Spread): WireEdge[] {
    const boxes = new Map(nodes.map((node) => [node.id, boxOf(node)]));
    const lanes = lanesOf(scenario);
    const controls = Object.values(scenario.edges).filter(({ role }) => role === 'control').length;
    const isShown = (id: string): boolean => selected.has(id) || selected.has(scenario.nodes[id]?.parent ?? '');
    return Object.entries(scenario.edges).flatMap(([id, { source, target, role }]) => {
      const from = boxes.get(source);
      const to = boxes.get(target);
      if (!from || !to || source === target) return [];
      const lane = lanes.get(id) ?? 0;
      const hidden = controls > FEW_CONTROLS && role === 'control' && !selected.has(id) && !isShown(source) && !isShown(target);
      const made = { from, to, lane, unit: spread.unit, source, target, selected: selected.has(id), hidden };
      const before = this.paths.get(id);
      if (before && isSameWire(before.made, made)) return [before.edge];
      const edge: WireEdge = {
        id, source, target, hidden,
        type: 'wire',
        selectable: false,
        selected: made.selected,
        focusable: false,
        data: { path: pathBetween(from, to, lane * BESIDE * spread.unit), gate: GATE + Math.max(-0.3, Math.min(0.3, lane * STAGGER)) },
      };
      this.paths.set(id, { made, edge });
      return [edge];
    });
  }
}

/** What a wire's drawing depends on. */
interface Made {
  readonly from: Box;
  readonly to: Box;
  readonly lane: number;
  readonly unit: number;
  readonly source: string;
  readonly target: string;
  readonly selected: boolean;
  readonly hidden: boolean;
}

function isSameBox(a: Box, b: Box): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

function isSameWire(a: Made, b: Made): boolean {
  if (a.source !== b.source || a.target !== b.target || a.selected !== b.selected || a.hidden !== b.hidden) return false;
  return a.lane === b.lane && a.unit === b.unit && isSameBox(a.from, b.from) && isSameBox(a.to, b.to);
}

/** For wires that join the same two parts, in either direction: -0.5 and 0.5 for two, -1, 0 and 1 for three. */
function lanesOf(scenario: Scenario): ReadonlyMap<string, number> {
  const joined = new Map<string, string[]>();
  for (const [id, { source, target }] of Object.entries(scenario.edges)) {
    const ends = source < target ? `${source} ${target}` : `${target} ${source}`;
    joined.set(ends, [...(joined.get(ends) ?? []), id]);
  }
  const several = [...joined.values()].filter(({ length }) => length > 1);
  return new Map(several.flatMap((ids) => ids.map((id, i) => [id, i - (ids.length - 1) / 2] as const)));
}

function isSameNode(a: FlowNode, b: FlowNode): boolean {
  if (a.selected !== b.selected || a.measured !== b.measured) return false;
  if (a.position.x !== b.position.x || a.position.y !== b.position.y) return false;
  const keys = new Set([...Object.keys(a.data), ...Object.keys(b.data)]);
  const [dataA, dataB] = [a.data as Record<string, unknown>, b.data as Record<string, unknown>];
  return [...keys].every((key) => dataA[key] === dataB[key]);
}
