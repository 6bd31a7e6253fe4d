/** The bulkhead on its wire: a chip with its permits. */
import { Fence } from 'lucide-react';
import type { PolicyFace } from '../faces';
import type { BulkheadSettings } from './model';

/** How the page draws a bulkhead. */
export const bulkheadFace: PolicyFace = {
  icon: Fence,
  chip: (settings) => ({ text: `bulkhead ${(settings as BulkheadSettings).maxConcurrent}`, tone: 'idle' }),
};
