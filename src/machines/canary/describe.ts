/** The statechart of a rollout for drawing, read from the machine's own definition. */
import { canaryMachine } from './canary.machine';
import type { CanaryParams } from './params';
import { type DescribedMachine, describeMachine } from '../describe';

/** States and arrows of a rollout under a setting, in the machine's order. */
export function describeCanary(params: CanaryParams): DescribedMachine {
  const { initial, states } = canaryMachine.root;
  return describeMachine(initial.target[0]?.key, Object.values(states) as (typeof canaryMachine)['root'][], params);
}
