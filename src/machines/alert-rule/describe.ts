/** The statechart of an alert for drawing, read from the machine's own definition. */
import { alertMachine, type AlertParams } from './alert.machine';
import { type DescribedMachine, describeMachine } from '../describe';

/** States and arrows of an alert under a setting, in the machine's order. */
export function describeAlert(params: AlertParams): DescribedMachine {
  const { initial, states } = alertMachine.root;
  return describeMachine(initial.target[0]?.key, Object.values(states) as (typeof alertMachine)['root'][], params);
}
