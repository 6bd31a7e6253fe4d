/** The statechart of a lease for drawing, read from the machine's own definition. */
import { leaseMachine } from './lease.machine';
import type { LeaseParams } from './params';
import { type DescribedMachine, describeMachine } from '../describe';

/** States and arrows of a lease under a setting, in the machine's order. */
export function describeLease(params: LeaseParams): DescribedMachine {
  const { initial, states } = leaseMachine.root;
  return describeMachine(initial.target[0]?.key, Object.values(states) as (typeof leaseMachine)['root'][], params);
}
