/** The fourth table: notes, frames and groups. */
import { type ReactNode, useMemo } from 'react';
import { Group, SquareDashed, StickyNote } from 'lucide-react';
import { Grid, type GridColumn } from './Grid';
import { RowMenu, type TableProps } from './Tables';
import { noteMenu } from './row-menus';
import type { NoteRow } from './rows';

const ICONS = { Note: StickyNote, Frame: SquareDashed, Group } as const;

function columnsOf({ outline, ask, onOpen }: TableProps<NoteRow>): readonly GridColumn<NoteRow>[] {
  return [
    {
      id: 'name',
      header: 'Text',
      sortValue: ({ text }) => text,
      cell: ({ text, what, holds }) => {
        const Icon = ICONS[what];
        return (
          <span className="outline-name">
            <Icon aria-hidden className="ui-icon" />
            <span>
              <strong>{text === '' ? 'No text' : text}</strong>
              <span className="ui-muted">{holds === '' ? what : `${what} of ${holds}`}</span>
            </span>
          </span>
        );
      },
    },
    {
      id: 'more',
      header: 'Actions',
      cell: (row, tabIndex) => (
        <RowMenu name={row.name} tabIndex={tabIndex} entries={noteMenu(outline, row, ask, () => onOpen(row, false))} />
      ),
    },
  ];
}

/** All notes, frames and groups. */
export function NotesTable(props: TableProps<NoteRow>): ReactNode {
  const { rows, outline, ask, onOpen, selected, wanted, emptyText } = props;
  const columns = useMemo(() => columnsOf(props), [props]);
  return (
    <Grid label="Notes and frames" columns={columns} rows={rows} emptyText={emptyText} onOpen={onOpen}
      isSelected={({ id }) => selected.has(id)} focusOn={wanted?.table === 'notes' ? wanted : null}
      onKey={({ id }, { key }) => {
        if (key === 'F2') ask({ kind: 'note', id });
        else if (key === 'Delete' || key === 'Backspace') outline.remove('notes', id);
        else return false;
        return true;
      }} />
  );
}
