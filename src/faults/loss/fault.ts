/** The fault "loss" as the registry knows it. */
import { percentText } from '../percent-text';
import type { FaultContract } from '@/engine/contracts';

/** Contract of the fault. A call and its answer are one transfer each. */
export const lossFault: FaultContract = {
  id: 'loss',
  title: 'Packet loss',
  text: 'This share of the transfers gets lost. TCP sends again after 200 ms, then twice as long each time, and gives up after 25.4 s.',
  on: 'wire',
  kinds: [],
  value: { label: 'Lost', unit: 'share', min: 0, max: 1, usual: 0.05 },
  label: (value) => `losing ${percentText(value)} of the packets`,
  isState: true,
};
