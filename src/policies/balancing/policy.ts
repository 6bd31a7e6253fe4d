/** Load balancing as the registry knows it. */
import * as z from 'zod/mini';
import { fields } from './fields';
import { type OutlierChoice, outlierSettings } from './outlier-settings';
import { ALGORITHMS, type AlgorithmId, type BalancingSettings } from './settings';
import type { PolicyContract } from '@/engine/contracts';

/** What a file says. */
type BalancingChoice = Omit<BalancingSettings, 'outlierDetection'> & { readonly outlierDetection: OutlierChoice | null };

const percent = z.optional(z.number().check(z.gte(0), z.lte(100)));
const whole = (most: number) => z.optional(z.int().check(z.gte(1), z.lte(most)));
const ms = (least: number) => z.optional(z.number().check(z.gte(least), z.lte(86_400_000)));

/** What may differ from the preset; the meaning of each is said at `OutlierSettings`. */
const outlierSchema = z.strictObject({
  preset: z._default(z.enum(['envoy', 'istio']), 'envoy'),
  consecutive5xx: whole(1_000_000),
  enforcing5xx: percent,
  consecutiveGateway: whole(1_000_000),
  enforcingGateway: percent,
  intervalMs: ms(1),
  baseEjectionMs: ms(1),
  maxEjectionMs: ms(1),
  maxEjectionPercent: percent,
  alwaysEjectOneHost: z.optional(z.boolean()),
  successRateHosts: whole(1000),
  successRateVolume: whole(1_000_000),
  successRateFactor: z.optional(z.number().check(z.gte(0), z.lte(10))),
  enforcingSuccessRate: percent,
  failurePercent: percent,
  failureHosts: whole(1000),
  failureVolume: whole(1_000_000),
  enforcingFailurePercent: percent,
});

/** The whole setting that a file makes. */
export function balancingSettings(settings: unknown): BalancingSettings {
  const { outlierDetection, ...rest } = settings as BalancingChoice;
  return { ...rest, outlierDetection: outlierDetection === null ? null : outlierSettings(outlierDetection) };
}

/** Contract of load balancing. Panic threshold and choice count: Envoy's defaults. */
export const balancingPolicy: PolicyContract = {
  id: 'balancing',
  title: 'Load balancing',
  text: 'The caller picks an instance for every call from the list it knows, and can leave out those that fail.',
  order: 7,
  follows: 'discovery',
  presets: [
    {
      title: 'kube-proxy',
      text: 'At random, for each connection.',
      settings: { algorithm: 'random', per: 'connection', panicPercent: 0, slowStartMs: 0, outlierDetection: null },
    },
    {
      title: 'Envoy',
      text: 'Round robin, panic below 50 %, outlier detection with its defaults.',
      settings: { algorithm: 'round-robin', per: 'request', panicPercent: 50, outlierDetection: { preset: 'envoy' } },
    },
    {
      title: 'Istio',
      text: 'Least request, no panic routing; outlier detection is off until it is asked for.',
      settings: { algorithm: 'least-request', choiceCount: 2, per: 'request', panicPercent: 0, outlierDetection: null },
    },
    {
      title: 'nginx',
      text: 'Round robin by weight. Its own passive check (max_fails) is left out.',
      settings: { algorithm: 'round-robin', per: 'request', panicPercent: 0, slowStartMs: 0, outlierDetection: null },
    },
  ],
  schema: z.strictObject({
    algorithm: z._default(z.enum(Object.keys(ALGORITHMS) as [AlgorithmId]), 'round-robin'),
    choiceCount: z._default(z.int().check(z.gte(1), z.lte(100)), 2),
    hashBy: z._default(z.enum(['user', 'ip', 'path']), 'user'),
    panicPercent: z._default(z.number().check(z.gte(0), z.lte(100)), 50),
    per: z._default(z.enum(['request', 'connection']), 'request'),
    requestsPerConnection: z._default(z.int().check(z.gte(1), z.lte(1_000_000_000)), 100),
    connections: z._default(z.int().check(z.gte(1), z.lte(1000)), 1),
    slowStartMs: z._default(z.number().check(z.gte(0), z.lte(3_600_000)), 0),
    outlierDetection: z._default(z.nullable(outlierSchema), null),
  }),
  fields,
  summary: (settings) => {
    const { algorithm, per, outlierDetection } = balancingSettings(settings);
    const each = per === 'connection' ? ' per connection' : '';
    return `${ALGORITHMS[algorithm]}${each}${outlierDetection === null ? '' : ', ejects outliers'}`;
  },
  check,
  resolve: balancingSettings,
};

function check(settings: unknown): readonly string[] {
  const { algorithm, slowStartMs, per, outlierDetection } = balancingSettings(settings);
  const problems: string[] = [];
  const isHash = algorithm === 'ring-hash' || algorithm === 'maglev';
  if (slowStartMs > 0 && algorithm !== 'round-robin' && algorithm !== 'least-request')
    problems.push('slow start (slowStartMs) works with round robin and least request only');
  if (isHash && per === 'connection')
    problems.push(`${ALGORITHMS[algorithm]} picks for each request, not for each connection (per)`);
  if (outlierDetection !== null && outlierDetection.maxEjectionPercent === 0 && !outlierDetection.alwaysEjectOneHost)
    problems.push('outlier detection that may eject 0 % of the hosts (maxEjectionPercent) never ejects any');
  return problems;
}
