/** How people see and change a gateway. Ranges are those of the schema. */
import { distributionField } from '@/engine/chance/distribution-fields';
import type { FieldSpec, NumberField } from '@/engine/field-spec';
import { chargingField, FIRST_LIMIT, limitsField } from '@/policies/rate-limit/limit-schema';

const ms = (path: string, label: string, help: string, most: number, least = 0): NumberField => {
  return { control: 'number', path, label, help, unit: 'ms', min: least, max: most, isWhole: false };
};
const count = (path: string, label: string, help: string, most: number): NumberField => {
  return { control: 'number', path, label, help, unit: '', min: 1, max: most, isWhole: true };
};
const step = (path: string, label: string, initialMs: number): FieldSpec => ({
  control: 'group',
  path,
  label,
  help: 'Work for every request.',
  isOptional: true,
  initial: { costMs: initialMs },
  fields: [ms('costMs', 'Costs', '', 1000)],
});

const tls: FieldSpec = {
  control: 'group',
  path: 'tls',
  label: 'TLS ends here',
  help: '',
  isOptional: true,
  // A signature with RSA-2048; ECDSA P-256 takes 0.02 ms (DOMAIN.md 4.7, indicative).
  initial: { handshakeMs: 0.28, requestsPerConnection: 100 },
  fields: [
    ms('handshakeMs', 'Handshake', 'Once per connection.', 1000),
    count('requestsPerConnection', 'Requests per connection', 'They share the cost of its handshake.', 1_000_000),
  ],
};

const jwt: FieldSpec = {
  control: 'group',
  path: 'jwt',
  label: 'Token check',
  help: 'Needs a discovery wire to a key service.',
  isOptional: true,
  initial: { mode: 'on-demand', cacheMs: 600_000, verifyMs: 0.016, required: true },
  fields: [
    {
      control: 'choice',
      path: 'mode',
      label: 'Keys come',
      help: '',
      options: [
        { value: 'on-demand', label: 'when a request needs them' },
        { value: 'async', label: 'ahead of time; the last good ones stay' },
        { value: 'pushed', label: 'from a control plane' },
      ],
    },
    ms('cacheMs', 'Keys are fresh for', 'From a control plane: time between two refreshes.', 86_400_000, 1000),
    ms('verifyMs', 'One check', 'Work to check a signature.', 1000),
    { control: 'switch', path: 'required', label: 'Token required', help: 'Otherwise requests without one pass.' },
  ],
};

const limits: FieldSpec = {
  control: 'group',
  path: 'limits',
  label: 'Rate limits',
  help: 'Checked after the token.',
  isOptional: true,
  initial: { specs: [FIRST_LIMIT], charging: 'atomic', store: { kind: 'local' } },
  fields: [
    limitsField('specs'),
    chargingField,
    {
      control: 'variant',
      path: 'store',
      label: 'Counters',
      help: '',
      variants: [
        { kind: 'local', label: 'each replica, the whole limit', initial: { kind: 'local' }, fields: [] },
        { kind: 'local-share', label: 'each replica, its share', initial: { kind: 'local-share' }, fields: [] },
        {
          kind: 'shared',
          label: 'one store for all',
          initial: { kind: 'shared', rttMs: 1, timeoutMs: 20, onOutage: 'allow' },
          fields: [
            ms('rttMs', 'Round trip', '', 10_000),
            ms('timeoutMs', 'Waits at most', 'When the store is silent.', 10_000),
            {
              control: 'choice',
              path: 'onOutage',
              label: 'Store is silent',
              help: '',
              options: [
                { value: 'allow', label: 'requests pass' },
                { value: 'refuse', label: 'requests are refused' },
              ],
            },
          ],
        },
      ],
    },
  ],
};

const targets: FieldSpec = {
  control: 'list',
  path: 'to',
  label: 'Goes to',
  help: 'Shares by weight.',
  itemLabel: 'Target',
  min: 1,
  max: 20,
  initial: { wire: 'wire', weight: 1 },
  fields: [
    { control: 'reference', path: 'wire', label: 'Wire', help: '', to: 'wire', isOutWire: true },
    { control: 'number', path: 'weight', label: 'Weight', help: '', unit: '', min: 0, max: 1_000_000, isWhole: false },
  ],
};

const routes: FieldSpec = {
  control: 'list',
  path: 'routes',
  label: 'Routes',
  help: 'Without any, everything goes to the first wire.',
  itemLabel: 'Route',
  min: 0,
  max: 200,
  initial: { id: 'new', match: 'prefix', path: '/new', beatsPatterns: false, to: [{ wire: 'wire', weight: 1 }], sticky: false },
  fields: [
    { control: 'text', path: 'id', label: 'Name', help: '', maxLength: 100 },
    {
      control: 'choice',
      path: 'match',
      label: 'Matches',
      help: '',
      options: [
        { value: 'exact', label: 'this path' },
        { value: 'prefix', label: 'what begins so' },
        { value: 'regex', label: 'a pattern' },
      ],
    },
    { control: 'text', path: 'path', label: 'Path', help: '', maxLength: 200 },
    targets,
    { control: 'switch', path: 'sticky', label: 'A user keeps its target', help: 'By a hash of the user instead of by lot.' },
    { control: 'switch', path: 'beatsPatterns', label: 'Beats patterns', help: 'nginx: the mark ^~ of a prefix.' },
  ],
};

/** Fields of the gateway. */
export const gatewayFields: readonly FieldSpec[] = [
  count('replicas', 'Replicas', 'Behind a balancer that knows at once who is up.', 100),
  count('workers', 'Workers per replica', 'Requests that one replica works on at once.', 10_000),
  {
    control: 'number',
    path: 'queueLimit',
    label: 'Queue limit',
    help: 'New requests that may wait per replica; one more is refused.',
    unit: 'requests',
    min: 0,
    max: 10_000_000,
    isWhole: true,
    none: { label: 'no limit', initial: 100 },
  },
  tls,
  jwt,
  limits,
  step('logging', 'Access log', 0.05),
  step('tracing', 'Tracing', 0.05),
  {
    control: 'group',
    path: 'businessLogic',
    label: 'Business logic',
    help: 'Work that belongs in a service. Every route pays for it.',
    isOptional: true,
    initial: { costMs: { kind: 'exponential', meanMs: 20 } },
    fields: [distributionField('costMs', 'Work', 'Per request.')],
  },
  {
    control: 'choice',
    path: 'precedence',
    label: 'Which route wins',
    help: '',
    options: [
      { value: 'gateway-api', label: 'exact, longest prefix, pattern (Gateway API)' },
      { value: 'envoy', label: 'first in the list (Envoy)' },
      { value: 'nginx', label: 'exact, marked prefix, pattern, prefix (nginx)' },
    ],
  },
  routes,
];
