/** The operator as the registry knows it. */
import * as z from 'zod/mini';
import type { OperatorSettings } from './settings';
import { distributionSchema } from '@/domain/distribution-schema';
import { distributionField, distributionWords } from '@/engine/chance/distribution-fields';
import type { KindContract } from '@/engine/contracts';
import type { FieldSpec } from '@/engine/field-spec';

const DAY_MS = 86_400_000;
const pods = z.int().check(z.gte(1), z.lte(1000));
const podsField = (label: string): FieldSpec => {
  return { control: 'number', path: 'pods', label, help: '', unit: 'pods', min: 1, max: 1000, isWhole: true };
};

const seesField: FieldSpec = {
  control: 'variant',
  path: 'sees',
  label: 'Acts when',
  help: '',
  variants: [
    { kind: 'crashed', label: 'pods are down', initial: { kind: 'crashed', pods: 1 }, fields: [podsField('At least')] },
    {
      kind: 'overloaded',
      label: 'it is overloaded',
      initial: { kind: 'overloaded', waiting: 0 },
      fields: [
        {
          control: 'number',
          path: 'waiting',
          label: 'Waiting, at least',
          help: '',
          unit: 'requests',
          min: 0,
          max: 10_000_000,
          isWhole: true,
        },
      ],
    },
    {
      kind: 'error-rate',
      label: 'requests fail',
      initial: { kind: 'error-rate', share: 0.05 },
      fields: [
        {
          control: 'number',
          path: 'share',
          label: 'At least',
          help: 'Of what ended since the last look; fewer than 10 ends do not count.',
          unit: 'share',
          min: 0.001,
          max: 1,
          isWhole: false,
        },
      ],
    },
  ],
};

const actionField: FieldSpec = {
  control: 'variant',
  path: 'action',
  label: 'What it does',
  help: '',
  variants: [
    { kind: 'restart', label: 'restarts what is down', initial: { kind: 'restart' }, fields: [] },
    { kind: 'scale', label: 'scales it', initial: { kind: 'scale', pods: 3 }, fields: [podsField('To')] },
    { kind: 'remove-instance', label: 'removes the dead instance', initial: { kind: 'remove-instance' }, fields: [] },
  ],
};

const DEEDS = { restart: 'restarts it', scale: 'scales it', 'remove-instance': 'removes the dead instance' } as const;

/** Contract of the operator. */
export const operatorKind: KindContract = {
  id: 'operator',
  title: 'Operator',
  text: 'A person who watches one part and acts by hand, after a human delay.',
  canBeCalled: false,
  canCall: false,
  schema: z.strictObject({
    watches: z._default(z.string().check(z.maxLength(200)), ''),
    sees: z._default(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('crashed'), pods: z._default(pods, 1) }),
        z.strictObject({ kind: z.literal('overloaded'), waiting: z._default(z.int().check(z.gte(0), z.lte(10_000_000)), 0) }),
        z.strictObject({ kind: z.literal('error-rate'), share: z._default(z.number().check(z.gte(0.001), z.lte(1)), 0.05) }),
      ]),
      { kind: 'crashed', pods: 1 },
    ),
    looksEveryMs: z._default(z.number().check(z.gte(100), z.lte(DAY_MS)), 60_000),
    reactsAfterMs: z._default(distributionSchema, { kind: 'log-normal', meanMs: 240_000, cv: 0.5 }),
    action: z._default(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('restart') }),
        z.strictObject({ kind: z.literal('scale'), pods: z._default(pods, 3) }),
        z.strictObject({ kind: z.literal('remove-instance') }),
      ]),
      { kind: 'restart' },
    ),
  }),
  fields: [
    { control: 'reference', path: 'watches', label: 'Watches', help: '', to: 'node', kinds: ['service'] },
    seesField,
    {
      control: 'number',
      path: 'looksEveryMs',
      label: 'Looks every',
      help: '',
      unit: 'ms',
      min: 100,
      max: DAY_MS,
      isWhole: false,
    },
    distributionField('reactsAfterMs', 'Reacts after', 'From seeing to acting.'),
    actionField,
  ],
  summary: (settings) => {
    const { watches, reactsAfterMs, action } = settings as OperatorSettings;
    if (watches === '') return 'watches nothing';
    return `watches ${watches} · ${DEEDS[action.kind]} after ${distributionWords(reactsAfterMs)}`;
  },
};
