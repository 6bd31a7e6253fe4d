/** The window's results, oldest first: circle = well, diamond = bad, filled for slow and hollow for failed; free places are dots. */
import { memo, type ReactNode } from 'react';
import { cellsText } from './words';
import type { BreakerParams } from '@/machines/circuit-breaker/params';
import type { BreakerCell } from '@/machines/circuit-breaker/snapshot';

/** Most cells of a row; a snapshot carries no more. */
const MOST = 40;
/** Fewest places, so that few cells do not become huge. */
const LEAST = 20;
const PITCH = 12;

/** Places that the window offers, as far as they are drawn. */
export function placesOf(window: BreakerParams['window'], cells: number): number {
  if (window.kind === 'count') return Math.min(MOST, window.calls);
  return Math.min(MOST, window.kind === 'consecutive' ? window.failures : cells);
}

function Cell({ cell, x }: { readonly cell: BreakerCell | 'free'; readonly x: number }): ReactNode {
  switch (cell) {
    case 'ok':
      return <circle className="cell-ok" cx={x} cy="6" r="3.7" />;
    case 'slow':
      return <path className="cell-slow" d={`M${x} .9 ${x + 5.1} 6 ${x} 11.1 ${x - 5.1} 6Z`} />;
    case 'failed':
      return (
        <path
          className="cell-failed"
          d={`M${x} 1.7 ${x + 4.3} 6 ${x} 10.3 ${x - 4.3} 6ZM${x - 1.4} 4.6 ${x + 1.4} 7.4M${x + 1.4} 4.6 ${x - 1.4} 7.4`}
        />
      );
    case 'free':
      return <circle className="cell-free" cx={x} cy="6" r="1.3" />;
  }
}

function Cells({
  cells,
  window,
}: {
  readonly cells: readonly BreakerCell[];
  readonly window: BreakerParams['window'];
}): ReactNode {
  const shown = cells.slice(-MOST);
  const free = Math.max(0, placesOf(window, shown.length) - shown.length);
  const all: readonly (BreakerCell | 'free')[] = [...shown, ...Array.from({ length: free }, () => 'free' as const)];
  return (
    <svg
      className="machine-cells"
      role="img"
      aria-label={cellsText(shown)}
      preserveAspectRatio="xMinYMid meet"
      viewBox={`0 0 ${Math.max(LEAST, all.length) * PITCH} 12`}
    >
      {all.map((cell, i) => (
        <Cell key={i} cell={cell} x={i * PITCH + 6} />
      ))}
    </svg>
  );
}

/** Drawn again only for other cells. */
export const WindowCells = memo(
  Cells,
  (before, after) =>
    before.window === after.window &&
    before.cells.length === after.cells.length &&
    before.cells.every((cell, i) => cell === after.cells[i]),
);
