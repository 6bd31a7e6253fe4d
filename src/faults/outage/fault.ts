/** The fault "outage" as the registry knows it. */
import type { FaultContract } from '@/engine/contracts';

/** Contract of the fault: a crash of everything, under the name that operators look for. */
export const outageFault: FaultContract = {
  id: 'outage',
  title: 'Outage',
  text: 'It is down as a whole and refuses every call at once; what it held is lost.',
  on: 'node',
  kinds: ['database', 'cache', 'third-party', 'identity-provider'],
  value: null,
  effect: 'crash',
  label: () => 'down',
  isState: true,
};
