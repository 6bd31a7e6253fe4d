/** The fault "errors" as the registry knows it. */
import { percentText } from '../percent-text';
import type { FaultContract } from '@/engine/contracts';

/** Contract of the fault. */
export const errorsFault: FaultContract = {
  id: 'errors',
  title: 'Errors',
  text: 'This share of the work ends with an error.',
  on: 'node',
  kinds: ['service', 'database', 'third-party'],
  value: { label: 'Share', unit: 'share', min: 0, max: 1, usual: 0.5 },
  share: 'of the requests',
  label: (value) => `errors: ${percentText(value)}`,
};
