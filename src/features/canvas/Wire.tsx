/**
 * A wire: its line, with a gap where the network is cut and pale behind a gate that lets nothing through; and the thin line
 * that leads from its switch to the card of the machine. What comes from outside (north-south) has a casing; calls inside have none.
 */
import { memo, type ReactNode, useCallback, useSyncExternalStore } from 'react';
import { type EdgeProps, useInternalNode } from '@xyflow/react';
import { useCanvasTools } from './canvas-context';
import { cardId, CUT, type WireEdge } from './flow-model';
import { anchorOf, type Point, pointAt, type Side, svgPath, type WirePath } from './geometry';
import { useHint } from './hints';
import { gateOf, useGate } from './use-gate';
import { WireLabel } from './WireLabel';
import { wireTraits } from './wire-traits';
import { lockOn } from '../editing';
import { useLit } from '../shared/highlight';
import { useDocument, usePlayground, useWireView } from '../shared/playground';

const TURN: Readonly<Record<Side, number>> = { left: 0, top: 90, right: 180, bottom: 270 };

/** Half of the gap of a cut, in units of the desk. */
const HALF_GAP = 13;

/** Pieces of the line: from, to, and whether they lie behind the switch. */
export function piecesOf({
  gate,
  hasGate,
  cut,
  halfGap,
}: {
  readonly gate: number;
  readonly hasGate: boolean;
  readonly cut: number | null;
  readonly halfGap: number;
}): readonly { readonly from: number; readonly to: number; readonly isBehind: boolean }[] {
  const stops = [0, ...(hasGate ? [gate] : []), ...(cut === null ? [] : [cut - halfGap, cut + halfGap]), 1];
  return stops
    .slice(1)
    .map((to, i) => ({ from: stops[i] as number, to, isBehind: hasGate && (stops[i] as number) >= gate }))
    .filter(({ from }) => cut === null || from !== cut - halfGap);
}

function Leader({ wire, at, unit }: { readonly wire: string; readonly at: Point; readonly unit: number }): ReactNode {
  const card = useInternalNode(cardId(wire));
  const { width, height } = card?.measured ?? {};
  if (!card || width === undefined || height === undefined) return null;
  const { x, y } = card.internals.positionAbsolute;
  const box = { x, y, width, height };
  const inset = 20 * unit;
  const isBeside = at.y > y && at.y < y + height;
  const end = isBeside
    ? anchorOf(box, at.x < x ? 'left' : 'right')
    : { x: Math.min(Math.max(at.x, x + inset), x + width - inset), y: at.y < y ? y : y + height };
  return <path className="wire-leader" d={`M${at.x} ${at.y}L${end.x} ${end.y}`} />;
}

function Arrow({ path, unit }: { readonly path: WirePath; readonly unit: number }): ReactNode {
  const { x, y } = pointAt(path, 1);
  return (
    <path className="wire-arrow" d="M0 0L-9 -5V5Z" transform={`translate(${x} ${y}) rotate(${TURN[path.to]}) scale(${unit})`} />
  );
}

/** How far along the wire its grips stand, in units of the desk: clear of the parts at its ends. */
const GRIP_AT = 16;

/** Grips at both ends of a selected wire: drag one to lead it elsewhere. By keyboard, delete the wire and draw another. */
function Grips({ id, path, unit }: { readonly id: string; readonly path: WirePath; readonly unit: number }): ReactNode {
  const { startWiring } = useCanvasTools();
  const inset = Math.min(0.3, (GRIP_AT * unit) / Math.max(1, path.length));
  return (['source', 'target'] as const).map((end) => {
    const { x, y } = pointAt(path, end === 'source' ? inset : 1 - inset);
    return (
      <circle
        key={end}
        className="wire-end nodrag nopan"
        data-end={end}
        cx={x}
        cy={y}
        r={7 * unit}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.stopPropagation();
          event.preventDefault();
          startWiring(event.nativeEvent, { kind: 'end', edge: id, end });
        }}
        onMouseDown={(event) => event.stopPropagation()}
      />
    );
  });
}

function NearWire({ id, data, isSelected }: WireProps): ReactNode {
  const { unit, hints } = useCanvasTools();
  const hint = useHint(hints, id);
  const lit = useLit('wires', id);
  const isLocked = useDocument(({ scenario }) => lockOn(scenario, 'wire') !== null);
  const view = useWireView(id);
  const gate = useGate(id);
  const role = useDocument(({ scenario }) => scenario.edges[id]?.role);
  const { isNorthSouth } = useDocument(({ scenario }) => wireTraits(scenario, id));
  const { path } = data;
  const hasGate = gate !== null;
  const cut = view && view.isCut > 0 ? CUT : null;
  const halfGap = (HALF_GAP * unit) / Math.max(1, path.length);
  const at = pointAt(path, data.gate);
  const start = pointAt(path, 0);
  const pieces = piecesOf({ gate: data.gate, hasGate, cut, halfGap }).map((piece) => ({
    ...piece,
    line: piece.from === 0 && piece.to === 1 ? path.brief : svgPath(path, piece.from, piece.to),
  }));
  return (
    <>
      <g className="wire" data-selected={isSelected || undefined} data-passes={gate?.state.passes} data-role={role} data-hint={hint}
        data-lit={lit ?? undefined} data-way={isNorthSouth ? 'north-south' : undefined}>
        {hasGate && view?.machine && <Leader wire={id} at={at} unit={unit} />}
        {isNorthSouth && pieces.map(({ from, line }) => <path key={from} className="wire-casing" d={line} />)}
        {pieces.map(({ from, isBehind, line }) => <path key={from} className="wire-line" data-behind={isBehind || undefined} d={line} />)}
        <path className="wire-grip" d={path.brief} />
        <circle className="wire-port" cx={start.x} cy={start.y} r={3.5 * unit} />
        <Arrow path={path} unit={unit} />
        {isSelected && !isLocked && <Grips id={id} path={path} unit={unit} />}
      </g>
      <WireLabel id={id} path={path} at={at} cut={cut === null ? null : pointAt(path, cut)} gate={gate} isSelected={isSelected} />
    </>
  );
}

/** What a wire far away shows of the run. */
function useFarState(id: string): string {
  const { run, document } = usePlayground();
  const subscribe = useCallback((listener: () => void) => run.subscribe('parts', listener), [run]);
  return useSyncExternalStore(subscribe, () => {
    const view = run.wire(id);
    if (!view) return '';
    if (view.isCut > 0) return 'cut';
    const found = view.machine && gateOf(document.getSnapshot().context.scenario.edges[id]?.policies);
    if (found && found.face.stateOf(view.machine?.picture ?? null, run.shownUs).passes !== 'all') return 'closed';
    return view.failedPerS > 0 ? 'failing' : '';
  });
}

/** From far away one line, without label: hundreds of wires are in view. Selected it is the same wire as near by. */
function FarWire({ id, data, isSelected }: WireProps): ReactNode {
  const { hints } = useCanvasTools();
  const hint = useHint(hints, id);
  const lit = useLit('wires', id);
  const state = useFarState(id);
  const role = useDocument(({ scenario }) => scenario.edges[id]?.role);
  return (
    <g className="wire wire-far" data-role={role} data-hint={hint} data-lit={lit ?? undefined} data-far={state}
      data-selected={isSelected || undefined}>
      <path className="wire-line" d={data.path.brief} />
      <path className="wire-grip" d={data.path.brief} />
    </g>
  );
}

/** What both drawings need. */
interface WireProps {
  readonly id: string;
  readonly data: NonNullable<WireEdge['data']>;
  readonly isSelected: boolean;
}

function WireLine({ id, data, selected = false }: EdgeProps<WireEdge>): ReactNode {
  const { detail } = useCanvasTools();
  if (!data) return null;
  const Drawing = detail === 'tile' && !selected ? FarWire : NearWire;
  return <Drawing id={id} data={data} isSelected={selected} />;
}

/** See the file's header. */
export const WireView = memo(WireLine);
