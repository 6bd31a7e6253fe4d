/** The fault "isolate" as the registry knows it. */
import type { FaultContract } from '@/engine/contracts';

/** Contract of the fault: a partition of every wire of the part, which adds to those of single wires. */
export const isolateFault: FaultContract = {
  id: 'isolate',
  title: 'Isolate',
  text: 'The part lives and works, and nobody reaches it, nor it anybody: all its wires are cut, those that are added meanwhile, too.',
  on: 'node',
  kinds: ['client', 'service', 'gateway', 'registry', 'database', 'cache', 'third-party', 'identity-provider', 'control-plane'],
  value: null,
  strikes: 'wires',
  effect: 'partition',
  label: () => 'cut off',
  isState: true,
};
