/** Faults that act on one part now, each with the way to end it. */
import type { ReactNode } from 'react';
import { Square } from 'lucide-react';
import { isSame } from '../shared/settings/paths';
import { useDocument, usePlayground, useRunStatus } from '../shared/playground';
import { faultCardOf } from '@/faults/cards';
import { FAULTS } from '@/faults/registry';
import { announce, Button } from '@/ui';

/** Draws nothing while all is well. */
export function ActingFaults({ id }: { readonly id: string }): ReactNode {
  const { endFault } = usePlayground();
  const faults = useDocument(({ scenario }) => scenario.faults);
  const active = useRunStatus((status) => status.activeFaults);
  const acting = faults.flatMap((fault, index) =>
    fault.target === id && active.some((other) => isSame(other, fault)) ? [{ fault, index }] : [],
  );
  if (acting.length === 0) return null;
  return (
    <ul className="inspector-faults" aria-label="Faults that act now">
      {acting.map(({ fault, index }) => {
        const { icon: Icon } = faultCardOf(fault.kind);
        const label = FAULTS.get(fault.kind)?.label(fault.value) ?? fault.kind;
        const end = (): void => {
          endFault(index);
          announce(`${label} ended`, 'reply');
        };
        return (
          <li key={index}>
            <Icon aria-hidden className="ui-icon" />
            <span>{label}</span>
            <Button size="small" icon={Square} aria-label={`End ${label} now`} onClick={end}>
              End now
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
