/** From the notes and frames of a document to what the flow draws: boxes on the canvas, a group's frame around its parts. Pure. */
import type { Node, XYPosition } from '@xyflow/react';
import { around, type Box } from './geometry';
import type { Spread } from './flow-model';
import { FRAME_ROOM } from '../editing';
import type { Scenario, ScenarioAnnotation } from '@/scenario/schema';

/** A note or a frame. */
export type NoteNode = Node<
  {
    readonly kind: ScenarioAnnotation['kind'];
    readonly text: string;
    readonly tone: ScenarioAnnotation['tone'];
    /** Goes around its parts, whose places decide where it is. */
    readonly isGroup: boolean;
    /** As drawn. A note grows when its text needs more. */
    readonly width: number;
    readonly height: number;
  },
  'note'
>;

/** What their places depend on. */
export interface NoteSurroundings {
  readonly spread: Spread;
  readonly moved: Readonly<Record<string, XYPosition>>;
  readonly selected: ReadonlySet<string>;
  /** Boxes of the parts, as drawn. */
  readonly boxes: ReadonlyMap<string, Box>;
}

/** Frames lie behind wires and parts. */
const BEHIND = -1;

function groupBox(members: readonly string[], { boxes, spread }: NoteSurroundings): Box | null {
  const box = around(members.flatMap((id) => boxes.get(id) ?? []));
  if (!box) return null;
  const side = FRAME_ROOM.side * spread.unit;
  const above = FRAME_ROOM.above * spread.unit;
  return { x: box.x - side, y: box.y - above, width: box.width + 2 * side, height: box.height + above + side };
}

/** The nodes of notes and frames. Parts that stand at a member belong to its box. */
export function noteNodes(scenario: Scenario, surroundings: NoteSurroundings): readonly NoteNode[] {
  const { spread, moved, selected } = surroundings;
  return Object.entries(scenario.annotations).map(([id, { kind, text, tone, position, size, members }]): NoteNode => {
    const atIt = Object.keys(scenario.nodes).filter((other) => members.includes(scenario.nodes[other]?.parent ?? ''));
    const standing = [...members, ...atIt];
    const box = members.length === 0 ? null : groupBox(standing, surroundings);
    const place = box ?? moved[id] ?? { x: position.x * spread.x, y: position.y * spread.y };
    return {
      id,
      type: 'note',
      position: { x: place.x, y: place.y },
      selected: selected.has(id),
      zIndex: kind === 'frame' ? BEHIND : 0,
      // Only its edge and title take presses: what lies inside belongs to the canvas.
      ...(kind === 'frame' ? { style: { pointerEvents: 'none' } } : {}),
      data: {
        kind, text, tone,
        isGroup: box !== null,
        width: box?.width ?? size.width * spread.x,
        height: box?.height ?? size.height * spread.y,
      },
    };
  });
}
