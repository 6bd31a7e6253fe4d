/**
 * Where things stand while they are being moved, and how large they are. A drag, or several presses of an arrow key in a row,
 * becomes one step of the document's history when it ends; cards are no part of the document and only remember.
 */
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { NodeChange, XYPosition } from '@xyflow/react';
import { type Arrangement, FlowModel, type FlowNode, type Size, type Spread, toDocument, type WireEdge } from './flow-model';
import { withNode } from '../shared/document-store';
import { useDocument, usePlayground } from '../shared/playground';

/** Rest after the last press of a key before the move is kept. */
const BURST_MS = 500;

/** What the flow draws, and what it reports back. */
export interface Arranged {
  readonly nodes: FlowNode[];
  readonly edges: WireEdge[];
  readonly onNodesChange: (changes: NodeChange<FlowNode>[]) => void;
  readonly onDragStop: (id: string) => void;
  readonly nudge: (id: string, dx: number, dy: number) => void;
}

type Places = Readonly<Record<string, XYPosition>>;
type Sizes = Readonly<Record<string, Size>>;

function without(places: Places, id: string): Places {
  const { [id]: _gone, ...rest } = places;
  return rest;
}

function withSize(sizes: Sizes, id: string, { width, height }: Size): Sizes {
  const before = sizes[id];
  return before && before.width === width && before.height === height ? sizes : { ...sizes, [id]: { width, height } };
}

/** The places of parts and cards. `cards` are the wires whose card is shown. */
export function useArrangement(spread: Spread, cards: readonly string[]): Arranged {
  const playground = usePlayground();
  const scenario = useDocument((state) => state.scenario);
  const selection = useDocument((state) => state.selection);
  const [moved, setMoved] = useState<Places>({});
  const [measured, setMeasured] = useState<Sizes>({});
  const [model] = useState(() => new FlowModel());
  // Handlers of the flow come before the next drawing, so they read and write the newest places here.
  const latest = useRef({ moved, spread });
  useLayoutEffect(() => {
    latest.current = { moved, spread };
  }, [moved, spread]);

  const keep = useCallback(
    (id: string) => {
      const place = latest.current.moved[id];
      const node = playground.document.getSnapshot().context.scenario.nodes[id];
      if (!place || !node) return;
      const position = toDocument(place, latest.current.spread);
      if (position.x !== node.position.x || position.y !== node.position.y) {
        playground.change(`move ${node.name || id}`, (now) => withNode(now, id, { position }));
      }
      setMoved((places) => without(places, id));
    },
    [playground],
  );

  const place = useCallback((id: string, position: XYPosition) => {
    latest.current = { ...latest.current, moved: { ...latest.current.moved, [id]: position } };
    setMoved((places) => ({ ...places, [id]: position }));
  }, []);

  const onNodesChange = useCallback(
    (changes: NodeChange<FlowNode>[]) => {
      for (const change of changes) {
        if (change.type === 'dimensions' && change.dimensions) {
          const { id, dimensions } = change;
          setMeasured((sizes) => withSize(sizes, id, dimensions));
        } else if (change.type === 'position' && change.position) {
          place(change.id, change.position);
        }
      }
    },
    [place],
  );

  const [nodes, edges] = useMemo(() => {
    const chosen = (kind: 'node' | 'wire'): string | null => (selection?.kind === kind ? selection.id : null);
    const arrangement: Arrangement = { spread, moved, measured, cards, selected: chosen('node') };
    const wires = model.edgesOf(scenario, model.nodesOf(scenario, { ...arrangement, cards: [] }), chosen('wire'));
    return [model.nodesOf(scenario, arrangement, wires), wires] as const;
  }, [model, scenario, spread, moved, measured, cards, selection]);

  const placeOf = useCallback((id: string) => latest.current.moved[id], []);
  const nudge = useNudge({ nodes, place, placeOf, keep });
  return { nodes, edges, onNodesChange, onDragStop: keep, nudge };
}

/** What a move by keys needs. */
interface Nudging {
  readonly nodes: readonly FlowNode[];
  readonly place: (id: string, position: XYPosition) => void;
  readonly placeOf: (id: string) => XYPosition | undefined;
  readonly keep: (id: string) => void;
}

function useNudge({ nodes, place, placeOf, keep }: Nudging): Arranged['nudge'] {
  const waiting = useRef<{ readonly id: string; readonly timer: number } | null>(null);
  const known = useRef(nodes);
  useLayoutEffect(() => {
    known.current = nodes;
  }, [nodes]);
  const flush = useCallback(() => {
    if (!waiting.current) return;
    window.clearTimeout(waiting.current.timer);
    const { id } = waiting.current;
    waiting.current = null;
    keep(id);
  }, [keep]);
  useEffect(() => flush, [flush]);

  return useCallback(
    (id, dx, dy) => {
      if (waiting.current && waiting.current.id !== id) flush();
      if (waiting.current) window.clearTimeout(waiting.current.timer);
      const from = placeOf(id) ?? known.current.find((node) => node.id === id)?.position;
      if (!from) return;
      place(id, { x: from.x + dx, y: from.y + dy });
      waiting.current = { id, timer: window.setTimeout(flush, BURST_MS) };
    },
    [flush, place, placeOf],
  );
}
