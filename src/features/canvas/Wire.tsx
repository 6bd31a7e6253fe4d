/**
 * A wire: its line, with a gap where the network is cut and pale behind a gate that lets nothing through; and the thin line
 * that leads from its switch to the card of the machine.
 */
import { memo, type ReactNode } from 'react';
import { type EdgeProps, useInternalNode } from '@xyflow/react';
import { useCanvasTools } from './canvas-context';
import { cardId, CUT, type WireEdge } from './flow-model';
import { anchorOf, type Point, pointAt, type Side, svgPath, type WirePath } from './geometry';
import { useHint } from './hints';
import { useGate } from './use-gate';
import { WireLabel } from './WireLabel';
import { lockOn } from '../editing';
import { useDocument, useWireView } from '../shared/playground';

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

function WireLine({ id, data, selected = false }: EdgeProps<WireEdge>): ReactNode {
  const { unit, hints } = useCanvasTools();
  const hint = useHint(hints, id);
  const isLocked = useDocument(({ scenario }) => lockOn(scenario, 'wire') !== null);
  const view = useWireView(id);
  const gate = useGate(id);
  const role = useDocument(({ scenario }) => scenario.edges[id]?.role);
  if (!data) return null;
  const { path } = data;
  const hasGate = gate !== null;
  const cut = view && view.isCut > 0 ? CUT : null;
  const halfGap = (HALF_GAP * unit) / Math.max(1, path.length);
  const at = pointAt(path, data.gate);
  const start = pointAt(path, 0);
  return (
    <>
      <g className="wire" data-selected={selected || undefined} data-passes={gate?.state.passes} data-role={role} data-hint={hint}>
        {hasGate && view?.machine && <Leader wire={id} at={at} unit={unit} />}
        {piecesOf({ gate: data.gate, hasGate, cut, halfGap }).map(({ from, to, isBehind }) => (
          <path key={from} className="wire-line" data-behind={isBehind || undefined} d={svgPath(path, from, to)} />
        ))}
        <path className="wire-grip" d={svgPath(path)} />
        <circle className="wire-port" cx={start.x} cy={start.y} r={3.5 * unit} />
        <Arrow path={path} unit={unit} />
        {selected && !isLocked && <Grips id={id} path={path} unit={unit} />}
      </g>
      <WireLabel id={id} path={path} at={at} cut={cut === null ? null : pointAt(path, cut)} gate={gate} isSelected={selected} />
    </>
  );
}

/** See the file's header. */
export const WireView = memo(WireLine);
