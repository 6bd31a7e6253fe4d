/** The fault "rollout" as the registry knows it. */
import type { FaultContract } from '@/engine/contracts';

/** Contract of the fault. */
export const rolloutFault: FaultContract = {
  id: 'rollout',
  title: 'Rolling deploy',
  text: 'All pods are replaced, so many at a time; an old one goes when a new one is ready.',
  on: 'node',
  kinds: ['service'],
  value: { label: 'At a time', unit: '', min: 1, max: 1000, usual: 1 },
  label: (value) => `rolling deploy, ${value} at a time`,
};
