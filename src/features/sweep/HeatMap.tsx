/** A sweep of two settings: a grid whose cells say their figure, shade it, and draw it as a bar, so that colour is never alone. */
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import type { Band } from '@/simulation/sweep';

export interface HeatMapProps {
  readonly name: string;
  /** What the rows and the columns are. */
  readonly labels: readonly [rows: string, columns: string];
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  /** Row by row. */
  readonly bands: readonly Band[];
  readonly text: (value: number | null) => string;
  readonly cell: number | null;
  readonly onCell: (cell: number) => void;
}

/** How much of the accent a cell may take: beyond it, text on it would be hard to read. */
const MOST_SHADE = 46;
const STEPS: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

const shadeOf = (share: number): string =>
  `color-mix(in srgb, var(--accent-fill) ${Math.round(share * MOST_SHADE)}%, var(--surface-raised))`;

interface Scale {
  readonly low: number;
  readonly high: number;
}

function scaleOf(bands: readonly Band[]): Scale | null {
  const means = bands.flatMap(({ mean }) => (mean === null ? [] : [mean]));
  return means.length === 0 ? null : { low: Math.min(...means), high: Math.max(...means) };
}

/** Draws the grid. Arrow keys move within it. */
export function HeatMap({ name, labels, rows, columns, bands, text, cell, onCell }: HeatMapProps): ReactNode {
  const grid = useRef<HTMLTableElement>(null);
  const scale = scaleOf(bands);
  const shareOf = (mean: number | null): number =>
    scale === null || mean === null || scale.high === scale.low ? 0 : (mean - scale.low) / (scale.high - scale.low);
  const move = (event: KeyboardEvent, row: number, column: number): void => {
    const [down, right] = STEPS[event.key] ?? [0, 0];
    const [toRow, toColumn] = [row + down, column + right];
    if ((down === 0 && right === 0) || rows[toRow] === undefined || columns[toColumn] === undefined) return;
    event.preventDefault();
    grid.current?.querySelector<HTMLButtonElement>(`[data-cell="${toRow * columns.length + toColumn}"]`)?.focus();
  };
  return (
    <div className="sweep-heat-box">
      <table className="sweep-heat" ref={grid}>
        <caption className="ui-hidden">{name}</caption>
        <thead>
          <tr>
            <th scope="col" rowSpan={2} className="sweep-heat-title">{labels[0]}</th>
            <th scope="colgroup" colSpan={columns.length} className="sweep-heat-title">{labels[1]}</th>
          </tr>
          <tr>
            {columns.map((value) => <th key={value} scope="col">{value}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map((value, row) => (
            <tr key={value}>
              <th scope="row">{value}</th>
              {columns.map((other, column) => {
                const place = row * columns.length + column;
                const { mean, half } = bands[place] as Band;
                const share = shareOf(mean);
                const spread = half === null ? '' : `, plus or minus ${text(half)}`;
                return (
                  <td key={other}>
                    <button
                      type="button"
                      className="sweep-heat-cell"
                      data-cell={place}
                      aria-pressed={cell === place}
                      aria-label={`${labels[0]} ${value}, ${labels[1]} ${other}: ${text(mean)}${spread}`}
                      tabIndex={place === (cell ?? 0) ? 0 : -1}
                      style={{ background: shadeOf(share) }}
                      onClick={() => onCell(place)}
                      onKeyDown={(event) => move(event, row, column)}
                    >
                      <span>{text(mean)}</span>
                      <span className="sweep-heat-bar" aria-hidden style={{ width: `${Math.round(share * 100)}%` }} />
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {scale && (
        <p className="sweep-legend ui-muted">
          <span>{text(scale.low)}</span>
          <span className="sweep-legend-ramp" aria-hidden />
          <span>{text(scale.high)}</span>
          <span>Means; the bar in a cell is its place between least and greatest.</span>
        </p>
      )}
    </div>
  );
}
