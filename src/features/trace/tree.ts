/** A trace as a tree that opens and closes: which rows are seen, and where the arrow keys lead. */
import type { Highlight } from '../shared/highlight';
import type { TraceRow } from '@/simulation/trace-book';

/** Rows outside closed ones, from the top. */
export function visibleRows(rows: readonly TraceRow[], closed: ReadonlySet<number>): readonly TraceRow[] {
  let hiddenBelow = Infinity;
  return rows.filter(({ depth, span }) => {
    if (depth > hiddenBelow) return false;
    hiddenBelow = closed.has(span.id) ? depth : Infinity;
    return true;
  });
}

/** What a key asks for: another row, or a row to open or close. */
export type Move = { readonly kind: 'go'; readonly id: number } | { readonly kind: 'open' | 'close'; readonly id: number };

/** The tree pattern of the ARIA Authoring Practices; null for keys that mean nothing here. */
export function moveFor(key: string, rows: readonly TraceRow[], closed: ReadonlySet<number>, at: number): Move | null {
  const seen = visibleRows(rows, closed);
  const index = seen.findIndex(({ span }) => span.id === at);
  const row = seen[index];
  if (row === undefined) return null;
  const go = (to: TraceRow | undefined): Move | null => (to ? { kind: 'go', id: to.span.id } : null);
  const isClosed = closed.has(at);
  switch (key) {
    case 'ArrowDown':
      return go(seen[index + 1]);
    case 'ArrowUp':
      return go(seen[index - 1]);
    case 'Home':
      return go(seen[0]);
    case 'End':
      return go(seen.at(-1));
    case 'ArrowRight':
      if (row.children === 0) return null;
      return isClosed ? { kind: 'open', id: at } : go(seen[index + 1]);
    case 'ArrowLeft':
      if (row.children > 0 && !isClosed) return { kind: 'close', id: at };
      return go(rows.find(({ span }) => span.id === row.span.parent));
    default:
      return null;
  }
}

/** Parts from the root to a span, and those below it. */
export function pathThrough(rows: readonly TraceRow[], id: number, targetOf: (wire: string) => string | undefined): Highlight {
  const nodes = new Set<string>();
  const wires = new Set<string>();
  const add = ({ span }: TraceRow): void => {
    nodes.add(span.node);
    wires.add(span.wire);
    const target = targetOf(span.wire);
    if (target !== undefined) nodes.add(target);
  };
  const byId = new Map(rows.map((row) => [row.span.id, row]));
  for (let row = byId.get(id); row !== undefined; row = byId.get(row.span.parent)) add(row);
  const at = rows.findIndex(({ span }) => span.id === id);
  const depth = rows[at]?.depth ?? 0;
  for (const row of rows.slice(at + 1)) {
    if (row.depth <= depth) break;
    add(row);
  }
  return { nodes, wires };
}
