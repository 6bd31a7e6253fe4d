/**
 * The drawing of a machine: boxes, arrows, labels, as laid out by `layout.ts`. The current state is lit; the arrow that was
 * taken last stays marked, and draws itself when it is taken.
 */
import { type CSSProperties, memo, type ReactNode, useMemo } from 'react';
import { type Chart, chartWords } from './chart';
import type { Point } from './geometry';
import { type ArrowShape, CORNER, layoutChart, LINE, type LayoutWish, type StateBox, WORD_SIZE } from './layout';
import './statechart.css';

/** Drawing units per font size: browsers round type below a pixel. */
const K = 10;
/** From a line's top to its base line. */
const BASE = 0.93;

/** A transition that was taken. */
export interface Taken {
  readonly from: string;
  readonly to: string;
  readonly atUs: number;
}

const at = ({ x, y }: Point): string => `${(x * K).toFixed(1)} ${(y * K).toFixed(1)}`;

/** Lines of text around a middle, one below the other. */
function Lines({
  lines,
  x,
  top,
  className,
}: {
  readonly lines: readonly string[];
  readonly x: number;
  readonly top: number;
  readonly className: string;
}): ReactNode {
  return (
    <text className={className} textAnchor="middle">
      {lines.map((line, i) => (
        <tspan key={i} x={(x * K).toFixed(1)} y={((top + BASE + i * LINE) * K).toFixed(1)}>
          {line}
        </tspan>
      ))}
    </text>
  );
}

function State({ box, isCurrent }: { readonly box: StateBox; readonly isCurrent: boolean }): ReactNode {
  const { x, y, width, height, label, hints } = box;
  const inside = WORD_SIZE * LINE + hints.length * LINE;
  const top = y + (height - inside) / 2;
  return (
    <g className="chart-state" data-current={isCurrent || undefined}>
      <rect
        className="chart-halo"
        x={(x - 0.35) * K}
        y={(y - 0.35) * K}
        width={(width + 0.7) * K}
        height={(height + 0.7) * K}
        rx={(CORNER + 0.35) * K}
      />
      <rect className="chart-box" x={x * K} y={y * K} width={width * K} height={height * K} rx={CORNER * K} />
      <text className="chart-word" textAnchor="middle" x={(x + width / 2) * K} y={(top + WORD_SIZE * BASE) * K}>
        {label}
      </text>
      <Lines className="chart-hint" lines={hints} x={x + width / 2} top={top + WORD_SIZE * LINE} />
    </g>
  );
}

function Arrow({
  arrow,
  isPossible,
  isLast,
}: {
  readonly arrow: ArrowShape;
  readonly isPossible: boolean;
  readonly isLast: boolean;
}): ReactNode {
  const { curve, head, label, isTimed } = arrow;
  const way = `M${at(curve.start)}C${at(curve.pull)} ${at(curve.push)} ${at(curve.end)}`;
  return (
    <g
      className="chart-arrow"
      data-possible={isPossible || undefined}
      data-last={isLast || undefined}
      data-timed={isTimed || undefined}
    >
      <path className="chart-line" d={way} />
      {isLast && <path className="chart-drawn" d={way} pathLength={1} />}
      <path className="chart-head" d={`M${head.map(at).join('L')}Z`} />
      {label && <Lines className="chart-label" lines={label.lines} x={label.x + label.width / 2} top={label.y} />}
    </g>
  );
}

interface StateChartProps {
  readonly chart: Chart;
  /** Id of the state to light. */
  readonly current: string;
  readonly last: Taken | null;
  readonly wish: LayoutWish;
  /** What it is a drawing of, such as "Circuit breaker, Checkout to Inventory". */
  readonly name: string;
}

/** Draws the machine. */
export const StateChart = memo(function StateChart({ chart, current, last, wish, name }: StateChartProps): ReactNode {
  const layout = useMemo(() => layoutChart(chart, wish), [chart, wish]);
  const { width, height, boxes, arrows } = layout;
  const isLast = ({ from, to }: ArrowShape): boolean => last !== null && from === last.from && to === last.to;
  // What is marked lies over what is not.
  const ordered = arrows.toSorted((a, b) => Number(isLast(a)) - Number(isLast(b)));
  return (
    <svg
      className="chart"
      role="img"
      aria-label={`${name}. ${chartWords(chart, current)}`}
      viewBox={`0 0 ${width * K} ${height * K}`}
      style={{ '--chart-width': width, '--chart-height': height } as CSSProperties}
    >
      {ordered.map((arrow) => (
        <Arrow
          key={`${arrow.from} ${arrow.to} ${isLast(arrow) ? (last?.atUs ?? '') : ''}`}
          arrow={arrow}
          isLast={isLast(arrow)}
          isPossible={arrow.from === current}
        />
      ))}
      {boxes.map((box) => (
        <State key={box.id} box={box} isCurrent={box.id === current} />
      ))}
    </svg>
  );
});
