/** The client as the registry knows it. */
import * as z from 'zod/mini';
import { ClientModel } from './model';
import type { ClientSettings } from './settings';
import { distributionSchema } from '@/domain/distribution-schema';
import { distributionField } from '@/engine/chance/distribution-fields';
import type { KindContract } from '@/engine/contracts';
import type { NumberField } from '@/engine/field-spec';

const rate = z.number().check(z.gte(0), z.lte(1_000_000));
const seconds = z.number().check(z.gt(0), z.lte(86_400));
const think = { kind: 'exponential', meanMs: 1000 } as const;

const rateField = (path: string, label: string): NumberField => ({
  control: 'number',
  path,
  label,
  help: '',
  unit: 'per second',
  min: 0,
  max: 1_000_000,
  isWhole: false,
});
const secondsField = (path: string, label: string): NumberField => ({
  control: 'number',
  path,
  label,
  help: '',
  unit: 's',
  min: 0.001,
  max: 86_400,
  isWhole: false,
});

/** Contract of the client. */
export const clientKind: KindContract = {
  id: 'client',
  title: 'Client',
  text: 'Where requests come from: an open stream, or users who think between their requests.',
  canBeCalled: false,
  schema: z.strictObject({
    arrivals: z._default(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('poisson'), perSecond: rate }),
        z.strictObject({ kind: z.literal('constant'), perSecond: rate }),
        z.strictObject({ kind: z.literal('ramp'), fromPerSecond: rate, toPerSecond: rate, overSeconds: seconds }),
        z.strictObject({
          kind: z.literal('burst'),
          perSecond: rate,
          burstPerSecond: rate,
          everySeconds: seconds,
          lastsSeconds: seconds,
        }),
        z.strictObject({ kind: z.literal('closed'), users: z.int().check(z.gte(1), z.lte(100_000)), think: distributionSchema }),
      ]),
      { kind: 'poisson', perSecond: 100 },
    ),
    patienceMs: z._default(z.nullable(z.number().check(z.gte(1), z.lte(3_600_000))), null),
    maxRequests: z._default(z.nullable(z.int().check(z.gte(0), z.lte(1e9))), null),
  }),
  fields: [
    {
      control: 'variant',
      path: 'arrivals',
      label: 'Requests come',
      help: '',
      variants: [
        {
          kind: 'poisson',
          label: 'at random (Poisson)',
          initial: { kind: 'poisson', perSecond: 100 },
          fields: [rateField('perSecond', 'Rate')],
        },
        {
          kind: 'constant',
          label: 'evenly',
          initial: { kind: 'constant', perSecond: 100 },
          fields: [rateField('perSecond', 'Rate')],
        },
        {
          kind: 'ramp',
          label: 'rising or falling',
          initial: { kind: 'ramp', fromPerSecond: 50, toPerSecond: 200, overSeconds: 60 },
          fields: [rateField('fromPerSecond', 'From'), rateField('toPerSecond', 'To'), secondsField('overSeconds', 'Within')],
        },
        {
          kind: 'burst',
          label: 'in bursts',
          initial: { kind: 'burst', perSecond: 50, burstPerSecond: 500, everySeconds: 20, lastsSeconds: 2 },
          fields: [
            rateField('perSecond', 'Between bursts'),
            rateField('burstPerSecond', 'In a burst'),
            secondsField('everySeconds', 'Every'),
            secondsField('lastsSeconds', 'Lasting'),
          ],
        },
        {
          kind: 'closed',
          label: 'from users who wait for the answer',
          initial: { kind: 'closed', users: 50, think },
          fields: [
            { control: 'number', path: 'users', label: 'Users', help: '', unit: '', min: 1, max: 100_000, isWhole: true },
            distributionField('think', 'Thinking time', 'Between an answer and the next request.'),
          ],
        },
      ],
    },
    {
      control: 'number',
      path: 'patienceMs',
      label: 'Patience',
      help: 'After this time the user leaves; the work goes on.',
      unit: 'ms',
      min: 1,
      max: 3_600_000,
      isWhole: false,
      none: { label: 'waits for ever', initial: 3000 },
    },
    {
      control: 'number',
      path: 'maxRequests',
      label: 'Stops after',
      help: '',
      unit: 'requests',
      min: 0,
      max: 1_000_000_000,
      isWhole: true,
      none: { label: 'never', initial: 1000 },
    },
  ],
  summary: (settings) => {
    const { arrivals } = settings as ClientSettings;
    switch (arrivals.kind) {
      case 'poisson':
        return `${arrivals.perSecond} /s · Poisson`;
      case 'constant':
        return `${arrivals.perSecond} /s · even`;
      case 'ramp':
        return `${arrivals.fromPerSecond} to ${arrivals.toPerSecond} /s`;
      case 'burst':
        return `${arrivals.perSecond} /s, bursts of ${arrivals.burstPerSecond}`;
      case 'closed':
        return `${arrivals.users} users`;
    }
  },
  create: (context, id, settings) => new ClientModel(context, id, settings as ClientSettings),
};
