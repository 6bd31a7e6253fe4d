/** The rail at the left edge. Parts to build with come from outside; faults are here. */
import type { ReactNode } from 'react';
import { Tabs } from 'radix-ui';
import { useRunStatus } from '../shared/playground';
import { deferred } from '@/ui';
import '../shared/rail.css';
import './fault-rail.css';

const Faults = deferred(() => import('./Faults').then((module) => module.Faults));

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
