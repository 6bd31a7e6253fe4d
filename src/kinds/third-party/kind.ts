/** The third-party API as the registry knows it. */
import * as z from 'zod/mini';
import type { ThirdPartySettings } from './settings';
import { distributionSchema } from '@/domain/distribution-schema';
import { distributionField, distributionWords } from '@/engine/chance/distribution-fields';
import type { KindContract } from '@/engine/contracts';

const DAY = 86_400_000;

/** Contract of the third-party API. */
export const thirdPartyKind: KindContract = {
  id: 'third-party',
  title: 'Third-party API',
  text: 'A service of somebody else: it has its own pace, a quota and a price.',
  canBeCalled: true,
  canCall: false,
  schema: z.strictObject({
    latency: z._default(distributionSchema, { kind: 'log-normal', meanMs: 120, cv: 0.5 }),
    errorShare: z._default(z.number().check(z.gte(0), z.lte(1)), 0),
    quota: z._default(
      z.nullable(
        z.strictObject({
          limit: z.int().check(z.gte(0), z.lte(1_000_000_000)),
          windowMs: z.number().check(z.gte(1), z.lte(DAY)),
        }),
      ),
      null,
    ),
    priceCents: z._default(z.number().check(z.gte(0), z.lte(1_000_000)), 0),
  }),
  fields: [
    distributionField('latency', 'Answers after', 'However many calls come at once.'),
    {
      control: 'number',
      path: 'errorShare',
      label: 'Error share',
      help: 'Calls that end with an error.',
      unit: 'share',
      min: 0,
      max: 1,
      isWhole: false,
    },
    {
      control: 'group',
      path: 'quota',
      label: 'Quota',
      help: 'More calls within a window are refused with 429.',
      isOptional: true,
      initial: { limit: 100, windowMs: 60_000 },
      fields: [
        {
          control: 'number',
          path: 'limit',
          label: 'Calls',
          help: 'In each window.',
          unit: '',
          min: 0,
          max: 1_000_000_000,
          isWhole: true,
        },
        { control: 'number', path: 'windowMs', label: 'Window', help: '', unit: 'ms', min: 1, max: DAY, isWhole: false },
      ],
    },
    {
      control: 'number',
      path: 'priceCents',
      label: 'Price of a call',
      help: 'For every call within the quota.',
      unit: 'cents',
      min: 0,
      max: 1_000_000,
      isWhole: false,
    },
  ],
  summary: (settings) => {
    const { latency, quota, priceCents } = settings as ThirdPartySettings;
    const facts = [distributionWords(latency)];
    if (quota !== null) facts.push(`${quota.limit} per ${quota.windowMs / 1000} s`);
    if (priceCents > 0) facts.push(`${priceCents} ct a call`);
    return facts.join(' · ');
  },
};
