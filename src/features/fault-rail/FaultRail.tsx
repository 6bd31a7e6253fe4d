/** The rail of faults at the left edge: one button for each kind of fault; pressing it opens the card that breaks a part. */
import { type ReactNode, useState } from 'react';
import { Popover } from 'radix-ui';
import { FaultPopover } from './FaultPopover';
import { actingFaults, targetsOf } from './targets';
import { useDocument, useRunStatus } from '../shared/playground';
import type { FaultContract } from '@/engine/contracts';
import { faultCardOf } from '@/faults/cards';
import { FAULTS } from '@/faults/registry';
import { usePortalHost } from '@/ui';
import './fault-rail.css';

function FaultButton({ contract }: { readonly contract: FaultContract }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const host = usePortalHost();
  const scenario = useDocument((state) => state.scenario);
  const active = useRunStatus((status) => status.activeFaults);
  const acting = actingFaults(scenario, active).filter(({ fault }) => fault.kind === contract.id);
  const { icon: Icon } = faultCardOf(contract.id);
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <button
          type="button"
          className="rail-button"
          data-acting={acting.length > 0 || undefined}
          aria-label={acting.length > 0 ? `${contract.title}, ${acting.length} acting now` : contract.title}
        >
          <span className="rail-icon">
            <Icon aria-hidden className="ui-icon" />
            {acting.length > 0 && (
              <span aria-hidden className="rail-count">
                {acting.length}
              </span>
            )}
          </span>
          <span aria-hidden className="rail-word">
            {contract.title}
          </span>
        </button>
      </Popover.Trigger>
      <Popover.Portal container={host}>
        <Popover.Content
          className="fault-popover"
          side="right"
          align="start"
          sideOffset={8}
          collisionPadding={8}
          aria-labelledby={`fault-${contract.id}`}
        >
          <FaultPopover contract={contract} acting={acting} onDone={() => setOpen(false)} />
          <Popover.Arrow className="fault-popover-arrow" width={14} height={7} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** Draws the rail. */
export function FaultRail(): ReactNode {
  const scenario = useDocument((state) => state.scenario);
  const fitting = [...FAULTS.values()].filter((contract) => targetsOf(scenario, contract).length > 0);
  return (
    <div className="rail">
      <h2 id="rail-title">Break it</h2>
      <ul aria-labelledby="rail-title">
        {fitting.map((contract) => (
          <li key={contract.id}>
            <FaultButton contract={contract} />
          </li>
        ))}
      </ul>
    </div>
  );
}
