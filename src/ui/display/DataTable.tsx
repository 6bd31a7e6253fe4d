/** A table of data with a caption and row headers; the box around it scrolls and is a Tab stop, so keys can scroll it. */
import { useId, type ReactNode } from 'react';
import { classNames } from '../class-names';
import './display.css';

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** Figures go to the end, so that their digits line up. */
  readonly align?: 'start' | 'end' | undefined;
}

export interface DataTableProps<Row> {
  readonly caption: string;
  /** The first column names the row. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly isCaptionHidden?: boolean | undefined;
  /** The sentence in place of the rows when there are none. */
  readonly emptyText?: string | undefined;
}

export function DataTable<Row>({ caption, columns, rows, keyOf, isCaptionHidden = false, emptyText = 'Nothing here yet.' }:
DataTableProps<Row>): ReactNode {
  const id = useId();
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling box must be reachable from the keyboard
    <div className="ui-table-box" role="region" aria-labelledby={id} tabIndex={0}>
      <table className="ui-table">
        <caption id={id} className={classNames(isCaptionHidden && 'ui-hidden')}>{caption}</caption>
        <thead>
          <tr>{columns.map((column) => <th key={column.id} scope="col" data-align={column.align}>{column.header}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column, index) => (index === 0
                ? <th key={column.id} scope="row" data-align={column.align}>{column.cell(row)}</th>
                : <td key={column.id} data-align={column.align}>{column.cell(row)}</td>))}
            </tr>
          ))}
          {rows.length === 0 && <tr><td colSpan={columns.length} className="ui-muted">{emptyText}</td></tr>}
        </tbody>
      </table>
    </div>
  );
}
