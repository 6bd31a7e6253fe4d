/** The control plane as the registry of kinds knows it. */
import * as z from 'zod/mini';
import { CONTROL_PLANE_PRESETS, USUAL_CONTROL_PLANE } from './presets';
import type { ControlPlaneSettings } from './settings';
import type { KindContract } from '@/engine/contracts';
import type { FieldSpec, NumberField } from '@/engine/field-spec';
import { lifeText, scheduleFaults } from '@/machines/certificate/params';

const YEAR_MS = 31_536_000_000;
const range = (least: number, most: number) => z.number().check(z.gte(least), z.lte(most));
const whole = (least: number, most: number) => z.int().check(z.gte(least), z.lte(most));
const { authority, push } = USUAL_CONTROL_PLANE;

function number(path: string, label: string, help: string, unit: string, [min, max]: readonly [number, number]): NumberField {
  return { control: 'number', path, label, help, unit, min, max, isWhole: false };
}

const AUTHORITY_FIELDS: readonly FieldSpec[] = [
  number('ttlMs', 'Certificates live', '', 'ms', [1000, YEAR_MS]),
  number('graceRatio', 'Renewed after', 'Share of their life.', 'share', [0.01, 0.99]),
  number('jitterRatio', 'Give or take', 'Spreads the renewals of pods that started together.', 'share', [0, 0.5]),
  number('signingMs', 'One signature takes', '', 'ms', [0, 60_000]),
  { ...number('signsAtOnce', 'Signs at once', '', '', [1, 1000]), isWhole: true },
  {
    ...number('maxQueue', 'May wait', 'More requests are refused, and come again later.', 'requests', [0, 100_000]),
    isWhole: true,
    none: { label: 'no limit', initial: 1000 },
  },
  {
    control: 'choice',
    path: 'firstCertificates',
    label: 'At the beginning',
    help: 'How old the certificates of the first pods are.',
    options: [
      { value: 'spread', label: 'of all ages' },
      { value: 'together', label: 'all new at once' },
    ],
  },
];

const FIELDS: readonly FieldSpec[] = [
  {
    control: 'group',
    path: 'authority',
    label: 'Certificate authority',
    help: 'Signs who a workload is.',
    isOptional: false,
    initial: { ...authority },
    fields: AUTHORITY_FIELDS,
  },
  {
    control: 'group',
    path: 'push',
    label: 'Configuration',
    help: 'From a change until a sidecar is told.',
    isOptional: false,
    initial: { ...push },
    fields: [
      number('delayMs', 'Pushed after', '', 'ms', [0, 600_000]),
      number('jitterMs', 'Give or take', '', 'ms', [0, 600_000]),
    ],
  },
  {
    control: 'choice',
    path: 'defaultMode',
    label: 'Mutual TLS',
    help: 'For sidecars that have no mode of their own.',
    options: [
      { value: 'permissive', label: 'permissive: plaintext is taken, too' },
      { value: 'strict', label: 'strict: mutual TLS only' },
      { value: 'disable', label: 'off' },
    ],
  },
  {
    control: 'choice',
    path: 'injection',
    label: 'New pods while it is away',
    help: 'Its webhook puts the sidecars into new pods.',
    options: [
      { value: 'fail', label: 'are not let in' },
      { value: 'ignore', label: 'run without a sidecar' },
    ],
  },
];

/** Contract of the control plane. */
export const controlPlaneKind: KindContract = {
  id: 'control-plane',
  title: 'Control plane',
  text: 'Tells the sidecars what to do and signs their certificates; no request passes through it.',
  canBeCalled: false,
  canCall: false,
  schema: z.strictObject({
    push: z._default(
      z.strictObject({
        delayMs: z._default(range(0, 600_000), push.delayMs),
        jitterMs: z._default(range(0, 600_000), push.jitterMs),
      }),
      push,
    ),
    authority: z._default(
      z.strictObject({
        ttlMs: z._default(range(1000, YEAR_MS), authority.ttlMs),
        graceRatio: z._default(range(0.01, 0.99), authority.graceRatio),
        jitterRatio: z._default(range(0, 0.5), authority.jitterRatio),
        signingMs: z._default(range(0, 60_000), authority.signingMs),
        signsAtOnce: z._default(whole(1, 1000), authority.signsAtOnce),
        maxQueue: z._default(z.nullable(whole(0, 100_000)), authority.maxQueue),
        firstCertificates: z._default(z.enum(['spread', 'together']), authority.firstCertificates),
      }),
      authority,
    ),
    injection: z._default(z.enum(['fail', 'ignore']), USUAL_CONTROL_PLANE.injection),
    defaultMode: z._default(z.enum(['permissive', 'strict', 'disable']), USUAL_CONTROL_PLANE.defaultMode),
  }),
  fields: FIELDS,
  presets: CONTROL_PLANE_PRESETS.map(({ title, text, settings }) => ({ title, text, settings: { ...settings } })),
  check: (settings) => {
    const own = settings as ControlPlaneSettings;
    const found = [...scheduleFaults({ ...own.authority, retryMs: 1, retryCapMs: 1 })];
    if (own.push.jitterMs > own.push.delayMs) {
      found.push(`the jitter of a push (${own.push.jitterMs} ms) must not be larger than its delay (${own.push.delayMs} ms): lower it`);
    }
    return found;
  },
  summary: (settings) => {
    const { authority: own, defaultMode } = settings as ControlPlaneSettings;
    return `mTLS ${defaultMode === 'disable' ? 'off' : defaultMode} · certificates of ${lifeText(own.ttlMs)}`;
  },
};
