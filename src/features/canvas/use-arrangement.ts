/**
 * Where things stand while they are being moved, and how large they are. A drag, or several presses of an arrow key in a row,
 * becomes one step of the document's history when it ends; cards are no part of the document and only remember.
 */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { NodeChange, XYPosition } from '@xyflow/react';
import { type Arrangement, FlowModel, type FlowNode, type Size, type Spread, toDocument, type WireEdge } from './flow-model';
import type { Editor } from './editor';
import { Rides } from './rides';
import { hasPart, selectedParts } from '../shared/document-store';
import { useDocument } from '../shared/playground';

/** Rest after the last press of a key before the move is kept. */
const BURST_MS = 500;

/** What the flow draws, and what it reports back. */
export interface Arranged {
  readonly nodes: FlowNode[];
  readonly edges: WireEdge[];
  readonly onNodesChange: (changes: NodeChange<FlowNode>[]) => void;
  /** What a frame takes along is dragged with it. */
  readonly onDragStart: (ids: readonly string[]) => void;
  /** Keeps what has been dragged; `wire` is the wire that the part was let go on. */
  readonly onDragStop: (ids: readonly string[], wire?: string | null) => void;
  readonly nudge: (ids: readonly string[], dx: number, dy: number) => void;
}

type Places = Readonly<Record<string, XYPosition>>;
type Sizes = Readonly<Record<string, Size>>;

function without(places: Places, ids: readonly string[]): Places {
  return Object.fromEntries(Object.entries(places).filter(([id]) => !ids.includes(id)));
}

function withSize(sizes: Sizes, id: string, { width, height }: Size): Sizes {
  const before = sizes[id];
  return before && before.width === width && before.height === height ? sizes : { ...sizes, [id]: { width, height } };
}

/** The places of parts and cards. `cards` are the wires whose card is shown; `editor` makes a move a step. */
export function useArrangement(spread: Spread, cards: readonly string[], editor: Editor): Arranged {
  const scenario = useDocument((state) => state.scenario);
  const selection = useDocument((state) => state.selection);
  const more = useDocument((state) => state.more);
  const [moved, setMoved] = useState<Places>({});
  const [measured, setMeasured] = useState<Sizes>({});
  const [model] = useState(() => new FlowModel());
  // Handlers of the flow come before the next drawing, so they read and write the newest places here.
  const latest = useRef({ moved, spread });
  useLayoutEffect(() => {
    latest.current = { moved, spread };
  }, [moved, spread]);

  const known = useRef<readonly FlowNode[]>([]);
  const [rides] = useState(() => new Rides());
  const onDragStart = useCallback(
    (ids: readonly string[]) => rides.begin(ids, editor, (id) => known.current.find((node) => node.id === id)?.position),
    [editor, rides],
  );

  const keep = useCallback(
    (dragged: readonly string[], wire: string | null = null) => {
      const { scenario: scenarioNow } = editor;
      const ids = [...dragged, ...rides.end()];
      const { moved: now, spread: at } = latest.current;
      const places = ids.flatMap((id): [string, XYPosition][] => {
        const place = now[id];
        return place && hasPart(scenarioNow, id) ? [[id, toDocument(place, at)]] : [];
      });
      if (places.length === 0) return;
      editor.move(Object.fromEntries(places), wire);
      const gone = places.map(([id]) => id);
      latest.current = { ...latest.current, moved: without(latest.current.moved, gone) };
      setMoved((before) => without(before, gone));
    },
    [editor, rides],
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
          for (const [id, at] of rides.along(change.id, change.position)) place(id, at);
        }
      }
    },
    [place, rides],
  );

  const [nodes, edges] = useMemo(() => {
    const selected = new Set(selectedParts({ selection, more }).map(({ id }) => id));
    const arrangement: Arrangement = { spread, moved, measured, cards, selected };
    const wires = model.edgesOf(scenario, model.nodesOf(scenario, { ...arrangement, cards: [] }), selected, spread);
    return [model.nodesOf(scenario, arrangement, wires), wires] as const;
  }, [model, scenario, spread, moved, measured, cards, selection, more]);

  useLayoutEffect(() => {
    known.current = nodes;
  }, [nodes]);

  const placeOf = useCallback((id: string) => latest.current.moved[id], []);
  const move = useNudge({ known, place, placeOf, keep });
  const nudge = useCallback<Arranged['nudge']>((ids, dx, dy) => move([...ids, ...editor.riders(ids)], dx, dy), [editor, move]);
  return { nodes, edges, onNodesChange, onDragStart, onDragStop: keep, nudge };
}

/** What a move by keys needs. */
interface Nudging {
  readonly known: RefObject<readonly FlowNode[]>;
  readonly place: (id: string, position: XYPosition) => void;
  readonly placeOf: (id: string) => XYPosition | undefined;
  readonly keep: (ids: readonly string[]) => void;
}

function useNudge({ known, place, placeOf, keep }: Nudging): Arranged['nudge'] {
  const waiting = useRef<{ readonly ids: readonly string[]; readonly timer: number } | null>(null);
  const flush = useCallback(() => {
    if (!waiting.current) return;
    window.clearTimeout(waiting.current.timer);
    const { ids } = waiting.current;
    waiting.current = null;
    keep(ids);
  }, [keep]);
  useEffect(() => flush, [flush]);

  return useCallback(
    (ids, dx, dy) => {
      if (waiting.current && waiting.current.ids.join() !== ids.join()) flush();
      if (waiting.current) window.clearTimeout(waiting.current.timer);
      for (const id of ids) {
        const from = placeOf(id) ?? known.current.find((node) => node.id === id)?.position;
        if (from) place(id, { x: from.x + dx, y: from.y + dy });
      }
      waiting.current = { ids, timer: window.setTimeout(flush, BURST_MS) };
    },
    [flush, known, place, placeOf],
  );
}
