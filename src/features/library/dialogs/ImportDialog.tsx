/** What a file, a text or a link would open, before it replaces anything: a still, its size, and what was repaired on the way. */
import type { ReactNode } from 'react';
import { Thumbnail } from '../picture/Thumbnail';
import type { Problem } from '@/scenario/problem';
import type { Scenario } from '@/scenario/schema';
import { Button, DataTable, Dialog } from '@/ui';

/** Something that may be opened. */
export interface Candidate {
  /** Where it comes from, in words: a file's name, "the pasted text", "the link". */
  readonly name: string;
  readonly scenario: Scenario;
  readonly repairs: readonly Problem[];
}

/** Rows that the tables of problems show; a broken file has hundreds of the same. */
const SHOWN = 12;

/** A table of problems or repairs. */
export function ProblemTable({ caption, what, problems }: {
  readonly caption: string; readonly what: string; readonly problems: readonly Problem[];
}): ReactNode {
  const more = problems.length - SHOWN;
  return (
    <div className="library-problems">
      <DataTable caption={caption} rows={problems.slice(0, SHOWN)} keyOf={({ path, message }) => `${path} ${message}`}
        columns={[
          { id: 'place', header: 'Place in the file', cell: ({ path }) => <code>{path}</code> },
          { id: 'message', header: what, cell: ({ message }) => message },
        ]} />
      {more > 0 && <p className="ui-muted">and {more} more</p>}
    </div>
  );
}

const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** "3 parts, 2 wires, 1 fault, 120 s, seed 7". */
export function sizeWords({ nodes, edges, faults, durationMs, seed }: Scenario): string {
  return [
    counted(Object.keys(nodes).length, 'part'),
    counted(Object.keys(edges).length, 'wire'),
    ...(faults.length > 0 ? [counted(faults.length, 'fault')] : []),
    `${durationMs / 1000} s`,
    `seed ${seed}`,
  ].join(', ');
}

/** See the file's header. */
export function ImportDialog({ candidate, hasChanges, onOpen, onClose }: {
  readonly candidate: Candidate | null;
  /** The present scenario has been changed since it was opened. */
  readonly hasChanges: boolean;
  readonly onOpen: () => void;
  readonly onClose: () => void;
}): ReactNode {
  if (!candidate) return null;
  const { name, scenario, repairs } = candidate;
  return (
    <Dialog isOpen onClose={onClose} size="wide" title="Open this scenario?"
      description={hasChanges
        ? `It comes from ${name} and takes the place of yours, which stays in the list of earlier versions.`
        : `It comes from ${name}.`}
      footer={(
        <>
          <Button onClick={onClose}>Keep mine</Button>
          <Button variant="primary" onClick={onOpen}>Open it</Button>
        </>
      )}>
      <div className="library-preview">
        <Thumbnail scenario={scenario} />
        <div className="library-preview-words">
          <h3>{scenario.title || 'Without a title'}</h3>
          <p className="ui-muted">{sizeWords(scenario)}</p>
          {scenario.author !== '' && <p className="ui-muted">by {scenario.author}</p>}
          {scenario.notes !== '' && <p className="library-notes">{scenario.notes}</p>}
        </div>
      </div>
      {repairs.length > 0 && <ProblemTable caption="What was changed, or takes no part" what="What happened" problems={repairs} />}
    </Dialog>
  );
}

/** Something that cannot be opened. */
export interface Verdict {
  readonly name: string;
  /** A file, a text or a link. */
  readonly thing: 'file' | 'text' | 'link' | 'version';
  readonly problems: readonly Problem[];
}

/** Says what is wrong, and where. */
export function VerdictDialog({ verdict, onClose }: { readonly verdict: Verdict | null; readonly onClose: () => void }): ReactNode {
  return (
    <Dialog isOpen={verdict !== null} onClose={onClose} size="wide" title={`This ${verdict?.thing ?? 'file'} was not opened`}
      description={`${verdict?.name ?? ''} is not a scenario that can run. Your present scenario is untouched.`}
      footer={<Button variant="primary" onClick={onClose}>Back to my scenario</Button>}>
      <ProblemTable caption="What is wrong, and where" what="What to change" problems={verdict?.problems ?? []} />
    </Dialog>
  );
}
