/** The sidecar as the registry of kinds knows it. */
import * as z from 'zod/mini';
import { SIDECAR_PRESETS, USUAL_SIDECAR } from './presets';
import type { SidecarSettings } from './settings';
import { distributionSchema } from '@/domain/distribution-schema';
import { distributionField, distributionWords } from '@/engine/chance/distribution-fields';
import type { KindContract, Surroundings } from '@/engine/contracts';
import type { FieldSpec, NumberField } from '@/engine/field-spec';

const DAY_MS = 86_400_000;
const range = (least: number, most: number) => z.number().check(z.gte(least), z.lte(most));
const whole = (least: number, most: number) => z.int().check(z.gte(least), z.lte(most));

function number(path: string, label: string, help: string, unit: string, [min, max]: readonly [number, number]): NumberField {
  return { control: 'number', path, label, help, unit, min, max, isWhole: false };
}

const MODES: Readonly<Record<SidecarSettings['mtls'], string>> = {
  inherit: 'as the control plane says',
  permissive: 'permissive: both',
  strict: 'strict: mutual TLS only',
  disable: 'off: plaintext only',
};
const PROOFS: Readonly<Record<SidecarSettings['authentication'], string>> = {
  mtls: 'certificates of both ends',
  'shared-secret': 'a shared secret',
  'server-tls': 'the server’s certificate only',
  none: 'nothing',
};
const options = (words: Readonly<Record<string, string>>) => Object.entries(words).map(([value, label]) => ({ value, label }));

const FIELDS: readonly FieldSpec[] = [
  { control: 'choice', path: 'mtls', label: 'Takes', help: 'Which connections it accepts.', options: options(MODES) },
  {
    control: 'choice',
    path: 'authentication',
    label: 'Callers prove who they are by',
    help: 'Anything but certificates of both ends is here to see what it fails to stop.',
    options: options(PROOFS),
  },
  {
    control: 'list',
    path: 'allow',
    label: 'Callers let in',
    help: 'By what their certificates say; everybody when the list is empty.',
    itemLabel: 'Caller',
    min: 0,
    max: 200,
    initial: { caller: '' },
    fields: [{ control: 'reference', path: 'caller', label: 'Caller', help: '', to: 'node', kinds: ['service', 'gateway'] }],
  },
  distributionField('proxyMs', 'Time in the proxy', 'Both ways of a call together.'),
  number('cpuMsPerCall', 'Processor per call', 'A pass takes at least that long.', 'ms', [0, 1000]),
  { ...number('concurrency', 'Workers', 'Of each pod’s proxy.', '', [1, 64]), isWhole: true },
  {
    ...number('queueLimit', 'May wait', 'Calls that wait for a worker; more are turned away.', 'calls', [0, 1_000_000]),
    isWhole: true,
    none: { label: 'no limit', initial: 1024 },
  },
  number('memoryMb', 'Memory', 'Of each pod’s proxy.', 'MB', [0, 10_000]),
  number('handshakeMs', 'Handshake', 'Work of both ends; a round trip is added.', 'ms', [0, 10_000]),
  number('maxConnectionMs', 'Connection lasts', 'Then a new one is made, with a new handshake.', 'ms', [1, DAY_MS]),
];

/** What is wrong with a sidecar in its scenario. */
function faults(settings: SidecarSettings, { id, nodes, edges }: Surroundings): string[] {
  const found: string[] = [];
  const isGoverned = Object.values(edges).some(({ target, role }) => target === id && role === 'control');
  if (!isGoverned && settings.authentication === 'mtls' && settings.mtls === 'strict') {
    found.push('nobody signs certificates for it, so it would refuse everybody: draw a control wire from a control plane to it');
  }
  if (!isGoverned && settings.authentication === 'server-tls') {
    found.push('nobody signs its certificate: draw a control wire from a control plane to it');
  }
  settings.allow.forEach(({ caller }, i) => {
    if (!Object.hasOwn(nodes, caller)) found.push(`allow.${i} names "${caller}", which is no node here: choose a service or remove it`);
  });
  return found;
}

/** Contract of the sidecar. */
export const sidecarKind: KindContract = {
  id: 'sidecar',
  title: 'Sidecar',
  text: 'A proxy in every pod of its service: encrypts calls, proves who calls, and checks who comes, without a change of code.',
  canBeCalled: false,
  canCall: false,
  clingsTo: ['service', 'gateway'],
  controls: ['control-plane'],
  schema: z.strictObject({
    proxyMs: z._default(distributionSchema, { kind: 'log-normal', meanMs: 0.559, cv: 0.5 }),
    cpuMsPerCall: z._default(range(0, 1000), USUAL_SIDECAR.cpuMsPerCall),
    concurrency: z._default(whole(1, 64), USUAL_SIDECAR.concurrency),
    queueLimit: z._default(z.nullable(whole(0, 1_000_000)), USUAL_SIDECAR.queueLimit),
    memoryMb: z._default(range(0, 10_000), USUAL_SIDECAR.memoryMb),
    mtls: z._default(z.enum(['inherit', 'permissive', 'strict', 'disable']), USUAL_SIDECAR.mtls),
    authentication: z._default(z.enum(['mtls', 'shared-secret', 'server-tls', 'none']), USUAL_SIDECAR.authentication),
    allow: z._default(z.array(z.strictObject({ caller: z.string().check(z.maxLength(40)) })).check(z.maxLength(200)), []),
    handshakeMs: z._default(range(0, 10_000), USUAL_SIDECAR.handshakeMs),
    maxConnectionMs: z._default(range(1, DAY_MS), USUAL_SIDECAR.maxConnectionMs),
  }),
  fields: FIELDS,
  presets: SIDECAR_PRESETS,
  check: (settings, _outWires, around) => faults(settings as SidecarSettings, around),
  summary: (settings) => {
    const { authentication, mtls, proxyMs } = settings as SidecarSettings;
    const proof = authentication === 'mtls' ? `mTLS ${mtls === 'inherit' ? 'as the mesh says' : mtls}` : PROOFS[authentication];
    return `${distributionWords(proxyMs)} · ${proof}`;
  },
};
