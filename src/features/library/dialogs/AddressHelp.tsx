/** What can be written behind the page's address: the table that the page itself reads, as help for teachers. */
import type { ReactNode } from 'react';
import { PARAMS } from '../link/params';
import { DataTable } from '@/ui';

/** See the file's header. */
export function AddressHelp(): ReactNode {
  return (
    <div className="library-address">
      <p className="ui-muted">
        Write a question mark behind the address of this page, then what you want, with “&amp;” in between. What makes no sense is
        told and left out.
      </p>
      <DataTable caption="Behind the address" isCaptionHidden rows={PARAMS} keyOf={({ name }) => name}
        columns={[
          { id: 'example', header: 'Such as', cell: ({ example }) => <code>{example}</code> },
          {
            id: 'text',
            header: 'What it does, and what it takes',
            cell: ({ text, values }) => <>{text} <span className="ui-muted">{values}</span></>,
          },
        ]} />
    </div>
  );
}
