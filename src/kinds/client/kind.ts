/** The client as the registry knows it. */
import * as z from 'zod/mini';
import type { ClientSettings } from './settings';
import { distributionSchema } from '@/domain/distribution-schema';
import { distributionField } from '@/engine/chance/distribution-fields';
import type { KindContract } from '@/engine/contracts';
import type { FieldSpec, NumberField } from '@/engine/field-spec';

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

const whole = z.int().check(z.gte(1), z.lte(1_000_000_000));
const share = z._default(z.number().check(z.gte(0), z.lte(1)), 0);
const tokens = z
  .strictObject({
    issuer: z.string().check(z.minLength(1), z.maxLength(100)),
    lifetimeMs: z._default(z.number().check(z.gte(1), z.lte(31_536_000_000)), 3_600_000),
    forgedShare: share,
    expiredShare: share,
    missingShare: share,
  })
  .check(
    z.refine(
      ({ forgedShare, expiredShare, missingShare }) => forgedShare + expiredShare + missingShare <= 1,
      'the shares of bad tokens add up to more than 1',
    ),
  );
const paths = z
  .array(
    z.strictObject({
      path: z.string().check(z.regex(/^\//, 'a path begins with /'), z.maxLength(200)),
      weight: z._default(z.number().check(z.gte(0), z.lte(1_000_000)), 1),
    }),
  )
  .check(
    z.minLength(1),
    z.maxLength(100),
    z.refine((list) => list.some(({ weight }) => weight > 0), 'one of the weights must be above 0'),
  );
const population = z
  .strictObject({
    users: z.int().check(z.gte(1), z.lte(10_000_000)),
    firstUser: z._default(whole, 1),
    addresses: z._default(z.int().check(z.gte(1), z.lte(10_000_000)), 1),
    firstAddress: z._default(whole, 1),
    paths: z._default(paths, [{ path: '/', weight: 1 }]),
    tokens: z._default(z.nullable(tokens), null),
  })
  .check(z.refine(({ users, addresses }) => addresses <= users, 'there are more addresses than users'));

const countField = (path: string, label: string, help: string, max: number): NumberField => ({
  control: 'number',
  path,
  label,
  help,
  unit: '',
  min: 1,
  max,
  isWhole: true,
});

const pathsField: FieldSpec = {
  control: 'list',
  path: 'paths',
  label: 'Paths',
  help: 'What is asked for, by weight.',
  itemLabel: 'Path',
  min: 1,
  max: 100,
  initial: { path: '/new', weight: 1 },
  fields: [
    { control: 'text', path: 'path', label: 'Path', help: '', maxLength: 200, pattern: { source: '/.*', says: 'a path begins with /' } },
    { control: 'number', path: 'weight', label: 'Weight', help: '', unit: '', min: 0, max: 1_000_000, isWhole: false },
  ],
};

const shareField = (path: string, label: string): NumberField => {
  return { control: 'number', path, label, help: 'Share of the requests.', unit: '', min: 0, max: 1, isWhole: false };
};

const tokensField: FieldSpec = {
  control: 'group',
  path: 'tokens',
  label: 'Tokens',
  help: '',
  isOptional: true,
  initial: { issuer: 'keys', lifetimeMs: 3_600_000, forgedShare: 0, expiredShare: 0, missingShare: 0 },
  fields: [
    { control: 'reference', path: 'issuer', label: 'Signed by', help: '', to: 'node', kinds: ['identity-provider'] },
    {
      control: 'number',
      path: 'lifetimeMs',
      label: 'Lifetime',
      help: '',
      unit: 'ms',
      min: 1,
      max: 31_536_000_000,
      isWhole: false,
    },
    shareField('forgedShare', 'Forged'),
    shareField('expiredShare', 'Expired'),
    shareField('missingShare', 'Missing'),
  ],
};

/** The stream of requests in a few words. */
function arrivalWords({ arrivals, population: people }: ClientSettings): string {
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
      return people ? `${arrivals.users} at once` : `${arrivals.users} users`;
  }
}

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
    population: z._default(z.nullable(population), null),
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
    {
      control: 'group',
      path: 'population',
      label: 'Users told apart',
      help: 'For limits, caches and routes that look at who asks.',
      isOptional: true,
      initial: {
        users: 1000,
        firstUser: 1,
        addresses: 1000,
        firstAddress: 1,
        paths: [{ path: '/', weight: 1 }],
        tokens: null,
      },
      fields: [
        countField('users', 'Users', 'Each request comes from any of them.', 10_000_000),
        countField('firstUser', 'First number', 'Two clients with the same numbers share their users.', 1_000_000_000),
        countField('addresses', 'Addresses', 'At most one for each user; 1 is a campus behind one address.', 10_000_000),
        countField('firstAddress', 'First address', '', 1_000_000_000),
        pathsField,
        tokensField,
      ],
    },
  ],
  summary: (settings) => {
    const own = settings as ClientSettings;
    const words = arrivalWords(own);
    return own.population ? `${words} · ${own.population.users} users` : words;
  },
};
