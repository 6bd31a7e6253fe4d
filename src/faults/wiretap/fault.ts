/** The fault "wiretap" as the registry knows it. */
import type { FaultContract } from '@/engine/contracts';

/** Contract of the fault. It changes nothing in the run. */
export const wiretapFault: FaultContract = {
  id: 'wiretap',
  title: 'Wire tap',
  text: 'Somebody listens on this wire and counts what can be read: calls in plain text, and those that are sealed by TLS.',
  on: 'wire',
  kinds: [],
  value: null,
  label: () => 'tapped',
  isState: true,
};
