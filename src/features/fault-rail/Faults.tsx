/** Faults by what they break: one button for each kind that something in the scenario knows; it opens the card that breaks a part. */
import type { ReactNode } from 'react';
import { FaultPopover } from './FaultPopover';
import { actingFaults, targetsOf } from './targets';
import { useDocument, useRunStatus } from '../shared/playground';
import type { FaultContract } from '@/engine/contracts';
import { faultCardOf } from '@/faults/cards';
import { FAULT_GROUPS } from '@/faults/groups';
import { Popover } from '@/ui';

function FaultButton({ contract }: { readonly contract: FaultContract }): ReactNode {
  const scenario = useDocument((state) => state.scenario);
  const active = useRunStatus((status) => status.activeFaults);
  const acting = actingFaults(scenario, active).filter(({ fault }) => fault.kind === contract.id);
  const { icon: Icon } = faultCardOf(contract.id);
  return (
    <Popover className="fault-popover" side="right" align="start" labelledBy={`fault-${contract.id}`} arrow="fault-popover-arrow"
      trigger={(
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
      )}>
      {(close) => <FaultPopover contract={contract} acting={acting} onDone={close} />}
    </Popover>
  );
}

/** See the file's header. */
export function Faults(): ReactNode {
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
