/**
 * The rail at the left edge. Parts to build with come from outside; faults are here: one button for each kind of fault that
 * something in the scenario knows, which opens the card that breaks a part.
 */
import { type ReactNode, useState } from 'react';
import { Popover, Tabs } from 'radix-ui';
import { FaultPopover } from './FaultPopover';
import { actingFaults, targetsOf } from './targets';
import { useDocument, useRunStatus } from '../shared/playground';
import type { FaultContract } from '@/engine/contracts';
import { faultCardOf } from '@/faults/cards';
import { FAULT_GROUPS } from '@/faults/groups';
import { usePortalHost } from '@/ui';
import '../shared/rail.css';
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

function Faults(): ReactNode {
  const scenario = useDocument((state) => state.scenario);
  const groups = FAULT_GROUPS.map(({ title, faults }) => ({
    title,
    fitting: faults.filter((contract) => targetsOf(scenario, contract).length > 0),
  })).filter(({ fitting }) => fitting.length > 0);
  return (
    <>
      <h2 id="rail-title">Break it</h2>
      {groups.length === 0 && <p className="rail-none">Add a part first.</p>}
      {groups.map(({ title, fitting }) => (
        <section key={title} className="rail-group" aria-label={`Faults: ${title}`}>
          <h3 aria-hidden>{title}</h3>
          <ul>
            {fitting.map((contract) => (
              <li key={contract.id}>
                <FaultButton contract={contract} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

/** How many faults act at this moment, for the tab while the faults themselves are out of sight. */
function useActing(): number {
  return useRunStatus((status) => status.activeFaults.length);
}

/** Draws the rail; `parts` is the palette. */
export function FaultRail({ parts }: { readonly parts?: ReactNode }): ReactNode {
  const acting = useActing();
  if (parts === undefined) {
    return (
      <div className="rail">
        <Faults />
      </div>
    );
  }
  return (
    <Tabs.Root className="rail" defaultValue="parts" orientation="vertical">
      <Tabs.List className="rail-tabs" aria-label="Parts or faults">
        <Tabs.Trigger value="parts" className="rail-tab">
          Parts
        </Tabs.Trigger>
        <Tabs.Trigger value="faults" className="rail-tab">
          Faults
          {acting > 0 && <span className="rail-tab-count">{acting}</span>}
        </Tabs.Trigger>
      </Tabs.List>
      <Tabs.Content value="parts" className="rail-content" tabIndex={-1}>
        {parts}
      </Tabs.Content>
      <Tabs.Content value="faults" className="rail-content" tabIndex={-1}>
        <Faults />
      </Tabs.Content>
    </Tabs.Root>
  );
}
