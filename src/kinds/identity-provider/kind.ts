/** The key service as the registry knows it. */
import * as z from 'zod/mini';
import type { IdentityProviderSettings } from './settings';
import { distributionSchema } from '@/domain/distribution-schema';
import { distributionField } from '@/engine/chance/distribution-fields';
import type { KindContract } from '@/engine/contracts';
import type { NumberField } from '@/engine/field-spec';

const DAY = 86_400_000;
const span = z.number().check(z.gte(0), z.lte(DAY));
const spanField = (path: string, label: string, help: string): NumberField => ({
  control: 'number',
  path,
  label,
  help,
  unit: 'ms',
  min: 0,
  max: DAY,
  isWhole: false,
});

/** Contract of the key service. Both overlaps are Envoy's cache time of 10 min: no gateway meets a key that it cannot know. */
export const identityProviderKind: KindContract = {
  id: 'identity-provider',
  title: 'Key service',
  text: 'Publishes the keys with which gateways check tokens, and changes the signing key from time to time.',
  canBeCalled: false,
  canCall: false,
  tells: 'keys',
  schema: z.strictObject({
    rotateEveryMs: z._default(z.nullable(z.number().check(z.gte(1000), z.lte(30 * DAY))), null),
    leadMs: z._default(span, 600_000),
    graceMs: z._default(span, 600_000),
    answerMs: z._default(distributionSchema, { kind: 'constant', meanMs: 5 }),
  }),
  fields: [
    {
      control: 'number',
      path: 'rotateEveryMs',
      label: 'New key every',
      help: 'The old key signs nothing any more from then on.',
      unit: 'ms',
      min: 1000,
      max: 30 * DAY,
      isWhole: false,
      none: { label: 'never', initial: 3_600_000 },
    },
    spanField('leadMs', 'Published ahead', 'How long before its first use a new key can be fetched.'),
    spanField('graceMs', 'Grace time', 'How long after its last use an old key is still published.'),
    distributionField('answerMs', 'Answer', 'Time to hand out the keys.'),
  ],
  summary: (settings) => {
    const { rotateEveryMs } = settings as IdentityProviderSettings;
    return rotateEveryMs === null ? 'one key' : `a new key every ${rotateEveryMs / 1000} s`;
  },
};
