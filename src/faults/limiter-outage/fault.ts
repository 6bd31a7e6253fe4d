/** The fault "limiter-outage" as the registry knows it. */
import type { FaultContract } from '@/engine/contracts';

/** Contract of the fault. */
export const limiterOutageFault: FaultContract = {
  id: 'limiter-outage',
  title: 'Limiter’s store down',
  text: 'The shared store of the rate limit on this wire does not answer: everybody passes, or nobody does, as is set there.',
  on: 'wire',
  kinds: [],
  policy: 'rate-limit',
  value: null,
  label: () => 'store of the rate limit down',
};
