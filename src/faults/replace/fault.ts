/** The fault "replace" as the registry knows it. */
import type { FaultContract } from '@/engine/contracts';
import { podsText } from '../pods-text';

/** Contract of the fault. */
export const replaceFault: FaultContract = {
  id: 'replace',
  title: 'Replace pods',
  text: 'Pods are deleted and new ones started, at other addresses: what every day brings in a cluster.',
  on: 'node',
  kinds: ['service'],
  value: { label: 'Pods', unit: '', min: 1, max: 1000, usual: 1 },
  label: (value) => `${podsText(value)} replaced`,
};
