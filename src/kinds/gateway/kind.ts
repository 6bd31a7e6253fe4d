/** The gateway as the registry knows it. */
import * as z from 'zod/mini';
import { gatewayFields } from './fields';
import { GATEWAY_PRESETS } from './presets';
import { checkRoutes, type RouteSpec } from './routes';
import type { GatewaySettings } from './settings';
import { distributionSchema } from '@/domain/distribution-schema';
import type { KindContract } from '@/engine/contracts';
import type { LimitSpec } from '@/policies/rate-limit/limit-set';
import { chargingSchema, limitProblems, limitsSchema } from '@/policies/rate-limit/limit-schema';

const cost = z.number().check(z.gte(0), z.lte(1000));
const costs = z.nullable(z.strictObject({ costMs: cost }));
const wait = z.number().check(z.gte(0), z.lte(10_000));
const name = z.string().check(z.minLength(1), z.maxLength(100));
const DAY = 86_400_000;

/** Everything that is wrong with a value, each sentence an issue of its own. */
const sound = <T>(faults: (value: T) => readonly string[]) =>
  z.check<T>(({ value, issues }) => {
    for (const message of faults(value)) issues.push({ code: 'custom', message, input: value, path: [] });
  });

const route = z.strictObject({
  id: name,
  match: z._default(z.enum(['exact', 'prefix', 'regex']), 'prefix'),
  path: z.string().check(z.minLength(1), z.maxLength(200)),
  beatsPatterns: z._default(z.boolean(), false),
  to: z.array(z.strictObject({ wire: name, weight: z._default(z.number().check(z.gte(0), z.lte(1_000_000)), 1) })),
  sticky: z._default(z.boolean(), false),
});

const store = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('local') }),
  z.strictObject({ kind: z.literal('local-share') }),
  z.strictObject({
    kind: z.literal('shared'),
    rttMs: z._default(wait, 1),
    timeoutMs: z._default(wait, 20),
    onOutage: z._default(z.enum(['allow', 'refuse']), 'allow'),
  }),
]);

/**
 * Contract of the gateway. Defaults: keys as Envoy keeps them, a shared store waited for 20 ms and then passed by (DOMAIN.md 4.2,
 * 4.4), one RSA signature checked in 0.016 ms.
 */
export const gatewayKind: KindContract = {
  id: 'gateway',
  title: 'API gateway',
  text: 'The one door to all services: checks tokens and limits, and sends each request on by its path.',
  canBeCalled: true,
  schema: z.strictObject({
    replicas: z._default(z.int().check(z.gte(1), z.lte(100)), 2),
    workers: z._default(z.int().check(z.gte(1), z.lte(10_000)), 4),
    queueLimit: z._default(z.nullable(z.int().check(z.gte(0), z.lte(10_000_000))), null),
    tls: z._default(
      z.nullable(z.strictObject({ handshakeMs: cost, requestsPerConnection: z.int().check(z.gte(1), z.lte(1_000_000)) })),
      null,
    ),
    jwt: z._default(
      z.nullable(
        z.strictObject({
          mode: z._default(z.enum(['on-demand', 'async', 'pushed']), 'on-demand'),
          cacheMs: z._default(z.number().check(z.gte(1000), z.lte(DAY)), 600_000),
          verifyMs: z._default(cost, 0.016),
          required: z._default(z.boolean(), true),
        }),
      ),
      null,
    ),
    limits: z._default(
      z.nullable(
        z.strictObject({
          specs: limitsSchema.check(sound<LimitSpec[]>(limitProblems)),
          charging: z._default(chargingSchema, 'atomic'),
          store: z._default(store, { kind: 'local' }),
        }),
      ),
      null,
    ),
    logging: z._default(costs, null),
    tracing: z._default(costs, null),
    businessLogic: z._default(z.nullable(z.strictObject({ costMs: distributionSchema })), null),
    precedence: z._default(z.enum(['gateway-api', 'envoy', 'nginx']), 'gateway-api'),
    routes: z._default(z.array(route).check(z.maxLength(200), sound<RouteSpec[]>(checkRoutes)), []),
  }),
  fields: gatewayFields,
  presets: Object.values(GATEWAY_PRESETS).map(({ title, text, settings }) => ({ title, text, settings: { ...settings } })),
  summary: (settings) => {
    const { replicas, routes, jwt, limits } = settings as GatewaySettings;
    const size = `${replicas} ${replicas === 1 ? 'replica' : 'replicas'}`;
    const table = routes.length === 0 ? '' : ` · ${routes.length} ${routes.length === 1 ? 'route' : 'routes'}`;
    return `${size}${table}${jwt === null ? '' : ' · tokens'}${limits === null ? '' : ' · limits'}`;
  },
  check: (settings, outWires) =>
    (settings as GatewaySettings).routes.flatMap(({ id, to }) =>
      to
        .filter(({ wire }) => !outWires.includes(wire))
        .map(({ wire }) => `Route "${id}" leads nowhere: no call wire "${wire}" leaves this gateway.`),
    ),
};
