/**
 * A table that is worked in from the keyboard: one stop for Tab, arrows from cell to cell, headings that sort, keys for the row.
 * The order is taken when one sorts and while nobody is inside: rows never move under the focus, however the figures change.
 */
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { nextSort, type Sort, sortedIds, type SortValue } from './rows';
import { announce } from '@/ui';

/** A column. */
export interface GridColumn<Row> {
  readonly id: string;
  readonly header: string;
  /** Figures go to the end, so that their digits line up. */
  readonly align?: 'end';
  /** Left out, the column cannot be sorted by. */
  readonly sortValue?: (row: Row) => SortValue;
  /** What the cell shows. A control inside takes `tabIndex` and `data-cell-control`, and has the focus in the cell's place. */
  readonly cell: (row: Row, tabIndex: 0 | -1) => ReactNode;
}

export interface GridProps<Row> {
  readonly label: string;
  /** The first column names the row. */
  readonly columns: readonly GridColumn<Row>[];
  readonly rows: readonly Row[];
  readonly emptyText: string;
  readonly isSelected?: (row: Row) => boolean;
  /** Enter, or a click. */
  readonly onOpen: (row: Row, isMore: boolean) => void;
  /** Any other key on a row; true when it has been used. */
  readonly onKey: (row: Row, event: KeyboardEvent) => boolean;
  /** A row that is to have the focus now. */
  readonly focusOn?: { readonly id: string } | null;
}

const HEAD = 'head';

// The layout takes table semantics away in some browsers, so that roles which look superfluous are not.
const GROUP = { role: 'rowgroup' } as const;
const ROW = { role: 'row' } as const;
const ROW_HEADER = { role: 'rowheader' } as const;
const COLUMN_HEADER = { role: 'columnheader' } as const;
const CELL = { role: 'gridcell' } as const;

interface Spot {
  readonly row: string;
  readonly column: number;
}

/** The spot that a key leads to; null for other keys. */
export function nextSpot(order: readonly string[], columns: number, { row, column }: Spot, key: string, isFar: boolean): Spot | null {
  const lines = [HEAD, ...order];
  const at = Math.max(0, lines.indexOf(row));
  const line = (index: number): string => lines[Math.max(0, Math.min(lines.length - 1, index))] ?? HEAD;
  switch (key) {
    case 'ArrowDown':
      return { row: line(at + 1), column };
    case 'ArrowUp':
      return { row: line(at - 1), column };
    case 'ArrowRight':
      return { row, column: Math.min(columns - 1, column + 1) };
    case 'ArrowLeft':
      return { row, column: Math.max(0, column - 1) };
    case 'Home':
      return isFar ? { row: line(1), column: 0 } : { row, column: 0 };
    case 'End':
      return isFar ? { row: line(lines.length), column: columns - 1 } : { row, column: columns - 1 };
    case 'PageDown':
      return { row: line(at + 10), column };
    case 'PageUp':
      return { row: line(Math.max(1, at - 10)), column };
    default:
      return null;
  }
}

function spotOf(target: EventTarget): Spot | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-spot-row]') : null;
  return cell ? { row: cell.dataset['spotRow'] ?? HEAD, column: Number(cell.dataset['spotColumn']) } : null;
}

/** Gives the focus to a cell, or to the control inside it. */
function focusSpot(table: HTMLElement | null, { row, column }: Spot): void {
  const cell = table?.querySelector<HTMLElement>(`[data-spot-row="${CSS.escape(row)}"][data-spot-column="${column}"]`);
  const control = cell?.querySelector<HTMLElement>('[data-cell-control]');
  (control ?? cell)?.focus();
}

/** The order of the rows, which stays while somebody is inside; new rows come last, rows that are gone drop out. */
function useOrder<Row extends { readonly id: string }>(rows: readonly Row[], sort: Sort, columns: readonly GridColumn<Row>[],
  isInside: boolean): readonly string[] {
  const fresh = useMemo(
    () => sortedIds(rows, sort, (row, id) => columns.find((column) => column.id === id)?.sortValue?.(row) ?? null),
    [rows, sort, columns],
  );
  const [kept, setKept] = useState({ order: fresh, sort });
  const known = new Set(kept.order);
  const there = new Set(fresh);
  const held = [...kept.order.filter((id) => there.has(id)), ...fresh.filter((id) => !known.has(id))];
  const order = isInside && kept.sort === sort ? held : fresh;
  if (order.join() !== kept.order.join() || kept.sort !== sort) setKept({ order, sort });
  return order;
}

function Heading<Row>({ column, index, sort, tabIndex, onSort }: {
  readonly column: GridColumn<Row>; readonly index: number; readonly sort: Sort; readonly tabIndex: 0 | -1; readonly onSort: () => void;
}): ReactNode {
  const isBy = sort?.column === column.id;
  const Arrow = sort?.direction === 'descending' ? ArrowDown : ArrowUp;
  return (
    <th scope="col" {...COLUMN_HEADER} data-column={column.id} data-align={column.align} data-spot-row={HEAD} data-spot-column={index}
      aria-sort={isBy ? sort.direction : undefined} tabIndex={column.sortValue ? undefined : tabIndex}>
      {column.sortValue ? (
        <button type="button" className="outline-sort" data-cell-control tabIndex={tabIndex} onClick={onSort}>
          {column.header}
          {isBy && <Arrow aria-hidden className="ui-icon" />}
        </button>
      ) : (
        <span className="ui-hidden">{column.header}</span>
      )}
    </th>
  );
}

interface LineProps<Row> {
  readonly row: Row;
  readonly columns: readonly GridColumn<Row>[];
  /** Column of the tab stop, -1 when it is in another row. */
  readonly stop: number;
  readonly isSelected: boolean | undefined;
  readonly onOpen: (isMore: boolean) => void;
}

function Line<Row extends { readonly id: string }>({ row, columns, stop, isSelected, onOpen }: LineProps<Row>): ReactNode {
  return (
    <tr {...ROW} data-row={row.id} aria-selected={isSelected}
      onClick={(event) => {
        const isOnControl = event.target instanceof Element && event.target.closest('button, [role="menu"]');
        if (!isOnControl) onOpen(event.shiftKey || event.ctrlKey || event.metaKey);
      }}>
      {columns.map((column, index) => {
        const tabIndex = stop === index ? 0 : -1;
        const content = column.cell(row, tabIndex);
        const shared = {
          'data-column': column.id,
          'data-align': column.align,
          'data-spot-row': row.id,
          'data-spot-column': index,
          tabIndex,
        };
        return index === 0 ? (
          <th key={column.id} scope="row" {...ROW_HEADER} {...shared}>
            {content}
          </th>
        ) : (
          <td key={column.id} {...CELL} {...shared} tabIndex={column.id === 'more' ? undefined : tabIndex}>
            {content}
          </td>
        );
      })}
    </tr>
  );
}

/** Draws the table. */
export function Grid<Row extends { readonly id: string }>(props: GridProps<Row>): ReactNode {
  const { label, columns, rows, emptyText, isSelected, onOpen, onKey, focusOn } = props;
  const [sort, setSort] = useState<Sort>(null);
  const [isInside, setInside] = useState(false);
  const [spot, setSpot] = useState<Spot>({ row: '', column: 0 });
  const table = useRef<HTMLTableElement>(null);
  const id = useId();
  const order = useOrder(rows, sort, columns, isInside);
  const byId = useMemo(() => new Map(rows.map((row) => [row.id, row])), [rows]);
  // The tab stop is always somewhere: where the focus was, or in the first row.
  const isThere = spot.row === HEAD || byId.has(spot.row);
  const stop: Spot = isThere ? spot : { row: order[0] ?? HEAD, column: 0 };
  useEffect(() => {
    if (focusOn) focusSpot(table.current, { row: focusOn.id, column: 0 });
  }, [focusOn]);

  const sortBy = (column: GridColumn<Row>): void => {
    const next = nextSort(sort, column.id);
    setSort(next);
    announce(next ? `Sorted by ${column.header}, ${next.direction}.` : 'In the order of the file.', 'reply');
  };
  const handleKey = (event: KeyboardEvent): void => {
    const here = spotOf(event.target);
    if (!here || event.defaultPrevented || event.altKey) return;
    const next = event.metaKey ? null : nextSpot(order, columns.length, here, event.key, event.ctrlKey);
    const row = byId.get(here.row);
    const isOnControl = event.target instanceof Element && event.target.closest('[data-cell-control]') !== null;
    if (next) focusSpot(table.current, next);
    else if (event.ctrlKey || event.metaKey || !row) return;
    else if (event.key === 'Enter' || event.key === ' ') {
      if (isOnControl) return;
      onOpen(row, event.shiftKey);
    } else if (!onKey(row, event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- a grid is a table that one works in
    <table ref={table} className="outline-grid" role="grid" aria-labelledby={id} aria-rowcount={order.length + 1} onKeyDown={handleKey}
      onFocus={(event) => {
        setInside(true);
        const here = spotOf(event.target);
        if (here) setSpot(here);
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setInside(false);
      }}>
      <caption id={id} className="ui-hidden">{label}</caption>
      <thead {...GROUP}>
        <tr {...ROW}>
          {columns.map((column, index) => (
            <Heading key={column.id} column={column} index={index} sort={sort} onSort={() => sortBy(column)}
              tabIndex={stop.row === HEAD && stop.column === index ? 0 : -1} />
          ))}
        </tr>
      </thead>
      <tbody {...GROUP}>
        {order.map((rowId) => {
          const row = byId.get(rowId);
          return row && (
            <Line key={rowId} row={row} columns={columns} stop={stop.row === rowId ? stop.column : -1} isSelected={isSelected?.(row)}
              onOpen={(isMore) => onOpen(row, isMore)} />
          );
        })}
        {rows.length === 0 && (
          <tr {...ROW} className="outline-none">
            <td {...CELL} colSpan={columns.length} className="ui-muted">{emptyText}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
