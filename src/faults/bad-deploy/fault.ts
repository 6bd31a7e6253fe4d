/** The fault "bad-deploy" as the registry knows it. */
import { percentText } from '../percent-text';
import type { FaultContract } from '@/engine/contracts';

/** Contract of the fault. Ending it rolls back by another rolling deploy. */
export const badDeployFault: FaultContract = {
  id: 'bad-deploy',
  title: 'Bad deploy',
  text: 'A new version is rolled out, a quarter of the pods at a time, and fails this share of its work. Ending it rolls back as gently.',
  on: 'node',
  kinds: ['service'],
  value: { label: 'Fails', unit: 'share', min: 0, max: 1, usual: 0.3 },
  label: (value) => `on a bad deploy: ${percentText(value)} fail`,
  isState: true,
};
