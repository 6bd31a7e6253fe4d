/** Three tables: parts, wires, faults. */
import { type ReactNode, useMemo } from 'react';
import { ArrowRight, Ellipsis } from 'lucide-react';
import type { Question } from './dialogs';
import { Grid, type GridColumn } from './Grid';
import { faultMenu, partMenu, wireMenu } from './row-menus';
import type { FaultRow, PartRow, WireRow } from './rows';
import type { Outline, Wanted } from './use-outline';
import { countText } from '../shared/words';
import { faceOf } from '@/kinds/faces';
import { IconButton, Menu, type MenuEntry, StateBadge } from '@/ui';

/** What each table gets. */
export interface TableProps<Row> {
  readonly rows: readonly Row[];
  readonly outline: Outline;
  readonly ask: (question: Question) => void;
  /** Selects a row and brings its settings forward. */
  readonly onOpen: (row: Row, isMore: boolean) => void;
  readonly selected: ReadonlySet<string>;
  readonly wanted: Wanted | null;
  readonly emptyText: string;
}

/** The button of a row that opens its actions. */
export function RowMenu({ name, entries, tabIndex }: {
  readonly name: string; readonly entries: readonly MenuEntry[]; readonly tabIndex: 0 | -1;
}): ReactNode {
  const label = `Actions for ${name}`;
  return (
    <Menu label={label} align="end" entries={entries}
      trigger={<IconButton icon={Ellipsis} label={label} size="small" data-cell-control tabIndex={tabIndex} />} />
  );
}

const figure = (value: number | null): ReactNode =>
  value === null ? <span className="ui-muted">–<span className="ui-hidden"> none</span></span> : countText(value);

/** Per simulated second; the narrow table has no room for the unit, so it is only spoken. */
const rate = (value: number | null): ReactNode =>
  value === null ? figure(null) : <>{countText(value)}<span className="ui-hidden"> a second</span></>;

/** A figure that is bad news when it is not 0; the sign in front says so without the colour. */
const badFigure = (value: number | null): ReactNode =>
  value === null || value < 0.5 ? rate(value) : <span className="outline-bad">! {rate(value)}</span>;

function partColumns({ outline, ask, onOpen }: TableProps<PartRow>): readonly GridColumn<PartRow>[] {
  return [
    {
      id: 'name',
      header: 'Part',
      sortValue: ({ name }) => name,
      cell: ({ name, kind, kindTitle, host }) => {
        const { icon: Icon } = faceOf(kind);
        return (
          <span className="outline-name">
            <Icon aria-hidden className="ui-icon" />
            <span>
              <strong>{name}</strong>
              <span className="ui-muted">{host === null ? kindTitle : `${kindTitle} at ${host}`}</span>
            </span>
          </span>
        );
      },
    },
    { id: 'state', header: 'State', sortValue: ({ state }) => state.word, cell: ({ state }) => <StateBadge {...state} /> },
    { id: 'copies', header: 'Copies', align: 'end', sortValue: ({ copies }) => copies, cell: ({ copies }) => figure(copies) },
    { id: 'rate', header: 'Rate', align: 'end', sortValue: ({ perS }) => perS, cell: ({ perS }) => rate(perS) },
    { id: 'queue', header: 'Queue', align: 'end', sortValue: ({ waiting }) => waiting, cell: ({ waiting }) => figure(waiting) },
    {
      id: 'errors',
      header: 'Errors',
      align: 'end',
      sortValue: ({ failedPerS }) => failedPerS,
      cell: ({ failedPerS }) => badFigure(failedPerS),
    },
    {
      id: 'more',
      header: 'Actions',
      cell: (row, tabIndex) => (
        <RowMenu name={row.name} tabIndex={tabIndex} entries={partMenu(outline, row, ask, () => onOpen(row, false))} />
      ),
    },
  ];
}

/** All parts. */
export function PartsTable(props: TableProps<PartRow>): ReactNode {
  const { rows, outline, ask, onOpen, selected, wanted, emptyText } = props;
  const columns = useMemo(() => partColumns(props), [props]);
  return (
    <Grid label="Parts" columns={columns} rows={rows} emptyText={emptyText} onOpen={onOpen}
      isSelected={({ id }) => selected.has(id)} focusOn={wanted?.table === 'parts' ? wanted : null}
      onKey={({ id }, { key }) => {
        if (key === 'F2') ask({ kind: 'rename', id });
        else if (key === 'c' || key === 'C') ask({ kind: 'connect', id });
        else if (key === '+' || key === '=') outline.scale(id, 1);
        else if (key === '-') outline.scale(id, -1);
        else if (key === 'Delete' || key === 'Backspace') outline.remove('parts', id);
        else return false;
        return true;
      }} />
  );
}

function wireColumns({ outline, ask, onOpen }: TableProps<WireRow>): readonly GridColumn<WireRow>[] {
  return [
    {
      id: 'name',
      header: 'Wire',
      sortValue: ({ name }) => name,
      cell: ({ from, to, role, policies }) => (
        <span className="outline-name">
          <span>
            <strong>
              {from} <ArrowRight aria-hidden className="ui-icon" />
              <span className="ui-hidden">to</span> {to}
            </strong>
            <span className="ui-muted">{policies === '' ? `${role}, no policies` : `${role}: ${policies}`}</span>
          </span>
        </span>
      ),
    },
    { id: 'state', header: 'State', sortValue: ({ state }) => state.word, cell: ({ state }) => <StateBadge {...state} /> },
    { id: 'rate', header: 'Rate', align: 'end', sortValue: ({ perS }) => perS, cell: ({ perS }) => rate(perS) },
    {
      id: 'errors',
      header: 'Errors',
      align: 'end',
      sortValue: ({ failedPerS }) => failedPerS,
      cell: ({ failedPerS }) => badFigure(failedPerS),
    },
    {
      id: 'more',
      header: 'Actions',
      cell: (row, tabIndex) => (
        <RowMenu name={row.name} tabIndex={tabIndex} entries={wireMenu(outline, row, ask, () => onOpen(row, false))} />
      ),
    },
  ];
}

/** All wires. */
export function WiresTable(props: TableProps<WireRow>): ReactNode {
  const { rows, outline, ask, onOpen, selected, wanted, emptyText } = props;
  const columns = useMemo(() => wireColumns(props), [props]);
  return (
    <Grid label="Wires" columns={columns} rows={rows} emptyText={emptyText} onOpen={onOpen}
      isSelected={({ id }) => selected.has(id)} focusOn={wanted?.table === 'wires' ? wanted : null}
      onKey={({ id }, { key }) => {
        if (key === 'c' || key === 'C') ask({ kind: 'reconnect', id, end: 'target' });
        else if (key === 'Delete' || key === 'Backspace') outline.remove('wires', id);
        else return false;
        return true;
      }} />
  );
}

function faultColumns({ outline, ask }: TableProps<FaultRow>): readonly GridColumn<FaultRow>[] {
  return [
    {
      id: 'name',
      header: 'Fault',
      sortValue: ({ name }) => name,
      cell: ({ name, where, span }) => (
        <span className="outline-name">
          <span>
            <strong>{name}</strong>
            <span className="ui-muted">{`${where}, ${span}`}</span>
          </span>
        </span>
      ),
    },
    { id: 'state', header: 'State', sortValue: ({ state }) => state.word, cell: ({ state }) => <StateBadge {...state} /> },
    {
      id: 'more',
      header: 'Actions',
      cell: (row, tabIndex) => (
        <RowMenu name={`${row.name} on ${row.where}`} tabIndex={tabIndex} entries={faultMenu(outline, row, ask)} />
      ),
    },
  ];
}

/** The fault timeline. */
export function FaultsTable(props: TableProps<FaultRow>): ReactNode {
  const { rows, outline, onOpen, wanted, emptyText } = props;
  const columns = useMemo(() => faultColumns(props), [props]);
  return (
    <Grid label="Faults" columns={columns} rows={rows} emptyText={emptyText} onOpen={onOpen}
      focusOn={wanted?.table === 'faults' ? wanted : null}
      onKey={({ index }, { key }) => {
        if (key !== 'Delete' && key !== 'Backspace') return false;
        outline.takeOut(index);
        return true;
      }} />
  );
}
