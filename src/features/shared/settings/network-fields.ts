/** How people see and change a wire's network; ranges are those of the scenario's schema. */
import type { FieldSpec } from '@/engine/field-spec';

/** Fields of a wire's own settings. */
export const NETWORK_FIELDS: readonly FieldSpec[] = [
  { control: 'number', path: 'latencyMs', label: 'Latency', help: 'One way.', unit: 'ms', min: 0, max: 60_000, isWhole: false },
  {
    control: 'number',
    path: 'jitterMs',
    label: 'Jitter',
    help: 'Up to this much more or less than the latency, at random.',
    unit: 'ms',
    min: 0,
    max: 60_000,
    isWhole: false,
  },
  {
    control: 'number',
    path: 'connectTimeoutMs',
    label: 'Connect timeout',
    help: 'When the network is cut, a caller gives up after this.',
    unit: 'ms',
    min: 1,
    max: 600_000,
    isWhole: false,
  },
];
