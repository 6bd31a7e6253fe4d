/** How people see and change the settings of load balancing. */
import type { OutlierPresetId } from './outlier-settings';
import { ALGORITHMS } from './settings';
import type { FieldSpec, NumberField } from '@/engine/field-spec';

const number = (path: string, label: string, help: string, unit: string, min: number, max: number): NumberField => ({
  control: 'number',
  path,
  label,
  help,
  unit,
  min,
  max,
  isWhole: unit === '' || unit === 'hosts' || unit === 'requests',
});

const choice = (path: string, label: string, help: string, options: Readonly<Record<string, string>>): FieldSpec => ({
  control: 'choice',
  path,
  label,
  help,
  options: Object.entries(options).map(([value, text]) => ({ value, label: text })),
});

const outlierFields: readonly FieldSpec[] = [
  choice('preset', 'Works like', 'What you change below differs from it.', { envoy: 'Envoy', istio: 'Istio' }),
  number('consecutive5xx', 'Failures in a row', 'Answers of 500 or above eject at once.', '', 1, 1_000_000),
  number('enforcing5xx', 'Enforced in', 'Chance that failures in a row eject.', '%', 0, 100),
  number('consecutiveGateway', 'Gateway failures in a row', 'Answers 502, 503 and 504.', '', 1, 1_000_000),
  number('enforcingGateway', 'Enforced in', 'Chance that gateway failures eject.', '%', 0, 100),
  number('intervalMs', 'Sweep every', 'Compares rates and brings hosts back.', 'ms', 1, 86_400_000),
  number('baseEjectionMs', 'Ejected for', 'Times the number of ejections in a row.', 'ms', 1, 86_400_000),
  number('maxEjectionMs', 'At most', '', 'ms', 1, 86_400_000),
  number('maxEjectionPercent', 'Share ejected at most', 'With 10 %, nothing is ejected among fewer than ten hosts.', '%', 0, 100),
  { control: 'switch', path: 'alwaysEjectOneHost', label: 'One host always', help: 'Whatever the share.' },
  number('successRateHosts', 'Compare rates among', 'At least.', 'hosts', 1, 1000),
  number('successRateVolume', 'Each with', 'Between two sweeps, at least.', 'requests', 1, 1_000_000),
  number('successRateFactor', 'Deviations below the mean', 'A lower success rate ejects.', 'times', 0, 10),
  number('enforcingSuccessRate', 'Enforced in', 'Chance that a low success rate ejects.', '%', 0, 100),
  number('failurePercent', 'Share of failures', 'At or above it a sweep ejects.', '%', 0, 100),
  number('failureHosts', 'Look at failures among', 'At least.', 'hosts', 1, 1000),
  number('failureVolume', 'Each with', 'Between two sweeps, at least.', 'requests', 1, 1_000_000),
  number('enforcingFailurePercent', 'Enforced in', 'Chance that the share of failures ejects.', '%', 0, 100),
];

/** Fields of load balancing. */
export const fields: readonly FieldSpec[] = [
  choice('algorithm', 'Algorithm', 'How an instance is picked.', ALGORITHMS),
  number('choiceCount', 'Looks at', 'Least request: random picks, of which the least busy wins.', '', 1, 100),
  choice('hashBy', 'Hashes', 'Ring hash and maglev: calls of the same one go to the same instance.', {
    user: 'the user',
    ip: 'the address',
    path: 'the path',
  }),
  number('panicPercent', 'Panic threshold', 'With fewer healthy instances all are used. 0 never does.', '%', 0, 100),
  choice('per', 'Picks for each', 'A connection stays with its instance, as behind kube-proxy.', {
    request: 'request',
    connection: 'connection',
  }),
  number('requestsPerConnection', 'Requests per connection', 'Then it is opened anew.', '', 1, 1_000_000_000),
  number('connections', 'Connections', 'Used in turn.', '', 1, 1000),
  number('slowStartMs', 'Slow start', 'How long a new instance gets less.', 'ms', 0, 3_600_000),
  {
    control: 'group',
    path: 'outlierDetection',
    label: 'Outlier detection',
    help: 'Takes out hosts that fail; needs at least ten hosts to act with the defaults.',
    isOptional: true,
    initial: { preset: 'envoy' satisfies OutlierPresetId },
    fields: outlierFields,
  },
];
