/** The client as the registry knows it. */
import * as z from 'zod/mini';
import { ClientModel } from './model';
import type { ClientSettings } from './settings';
import { distributionSchema } from '@/domain/distribution-schema';
import type { KindContract } from '@/engine/contracts';

const rate = z.number().check(z.gte(0), z.lte(1_000_000));
const seconds = z.number().check(z.gt(0), z.lte(86_400));

/** Contract of the client. */
export const clientKind: KindContract = {
  id: 'client',
  title: 'Client',
  canBeCalled: false,
  schema: z.strictObject({
    arrivals: z._default(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('poisson'), perSecond: rate }),
        z.strictObject({ kind: z.literal('constant'), perSecond: rate }),
        z.strictObject({ kind: z.literal('ramp'), fromPerSecond: rate, toPerSecond: rate, overSeconds: seconds }),
        z.strictObject({ kind: z.literal('burst'), perSecond: rate, burstPerSecond: rate, everySeconds: seconds, lastsSeconds: seconds }),
        z.strictObject({ kind: z.literal('closed'), users: z.int().check(z.gte(1), z.lte(100_000)), think: distributionSchema }),
      ]),
      { kind: 'poisson', perSecond: 100 },
    ),
    patienceMs: z._default(z.nullable(z.number().check(z.gte(1), z.lte(3_600_000))), null),
    maxRequests: z._default(z.nullable(z.int().check(z.gte(0), z.lte(1e9))), null),
  }),
  create: (context, id, settings) => new ClientModel(context, id, settings as ClientSettings),
};
