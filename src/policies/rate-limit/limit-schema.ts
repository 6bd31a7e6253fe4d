/** Rate limits in files and on the screen: for this policy and for whoever else carries a LimitSet. */
import * as z from 'zod/mini';
import { nginxRate } from './buckets';
import { ALGORITHMS, type LimitSpec } from './limit-set';
import { LOG_LIMIT } from './sliding-log';
import type { FieldSpec } from '@/engine/field-spec';

const whole = (most: number) => z.int().check(z.gte(1), z.lte(most));

/** Most limits of one set. */
export const MAX_LIMITS = 10;
/** Largest limit and burst. */
export const MAX_LIMIT = 1_000_000_000;
/** Longest window: a day. */
export const MAX_WINDOW_MS = 86_400_000;

/** One limit; ranges are those of `LimitSpec`. */
export const limitSchema = z.strictObject({
  id: z.string().check(z.minLength(1), z.maxLength(40)),
  per: z._default(z.enum(['user', 'ip', 'global']), 'user'),
  algorithm: z._default(z.enum(ALGORITHMS), 'token-bucket'),
  limit: whole(MAX_LIMIT),
  windowMs: z._default(whole(MAX_WINDOW_MS), 60_000),
  burst: z._default(z.nullable(whole(MAX_LIMIT)), null),
});

/** One to ten limits. */
export const limitsSchema = z.array(limitSchema).check(z.minLength(1), z.maxLength(MAX_LIMITS));

/** How charging is written. */
export const chargingSchema = z.enum(['atomic', 'all', 'until-first-reject']);

/** What is wrong with limits that have passed the schema, a sentence each. */
export function limitProblems(limits: readonly LimitSpec[]): readonly string[] {
  return limits.flatMap(({ id, algorithm, limit, windowMs }, i) => {
    const isLeaky = algorithm === 'leaky-bucket' || algorithm === 'leaky-queue';
    return [
      ...(limits.findIndex((other) => other.id === id) < i ? [`two limits are called "${id}"`] : []),
      ...(algorithm === 'sliding-log' && limit > LOG_LIMIT
        ? [`the limit "${id}" is too large for a sliding log: at most ${LOG_LIMIT} requests are remembered`]
        : []),
      ...(isLeaky && nginxRate(limit, windowMs) < 1
        ? [`the limit "${id}" is too slow for a leaky bucket: its rate is kept in 1/1000 requests a second`]
        : []),
    ];
  });
}

/** A limit to begin with. */
export const FIRST_LIMIT: LimitSpec = {
  id: 'per-user',
  per: 'user',
  algorithm: 'token-bucket',
  limit: 100,
  windowMs: 60_000,
  burst: null,
};

/** How people see one limit; paths are relative to it. */
export const limitFields: readonly FieldSpec[] = [
  {
    control: 'choice',
    path: 'per',
    label: 'Counted per',
    help: '',
    options: [
      { value: 'user', label: 'user' },
      { value: 'ip', label: 'IP address' },
      { value: 'global', label: 'everybody together' },
    ],
  },
  {
    control: 'choice',
    path: 'algorithm',
    label: 'Algorithm',
    help: '',
    options: [
      { value: 'token-bucket', label: 'token bucket' },
      { value: 'leaky-bucket', label: 'leaky bucket, passes at once' },
      { value: 'leaky-queue', label: 'leaky bucket, holds back' },
      { value: 'fixed-window', label: 'fixed window' },
      { value: 'first-hit-window', label: 'window from the first request' },
      { value: 'sliding-log', label: 'sliding log' },
      { value: 'sliding-counter', label: 'sliding counter' },
    ],
  },
  { control: 'number', path: 'limit', label: 'Requests', help: '', unit: '', min: 1, max: MAX_LIMIT, isWhole: true },
  { control: 'number', path: 'windowMs', label: 'In', help: '', unit: 'ms', min: 1, max: MAX_WINDOW_MS, isWhole: true },
  {
    control: 'number',
    path: 'burst',
    label: 'Burst',
    help: 'What may come at once; buckets only.',
    unit: 'requests',
    min: 1,
    max: MAX_LIMIT,
    isWhole: true,
    none: { label: 'usual', initial: 10 },
  },
];

/** How people choose what a refused request costs. */
export const chargingField: FieldSpec = {
  control: 'choice',
  path: 'charging',
  label: 'A refused request costs',
  help: 'With several limits: what the others count when one refuses.',
  options: [
    { value: 'atomic', label: 'nothing' },
    { value: 'all', label: 'one at every limit' },
    { value: 'until-first-reject', label: 'one up to the limit that refuses' },
  ],
};

/** The list of limits, for everything that has one; `path` is where it stands. */
export function limitsField(path: string): FieldSpec {
  const id: FieldSpec = { control: 'text', path: 'id', label: 'Name', help: '', maxLength: 40 };
  return {
    control: 'list',
    path,
    label: 'Limits',
    help: 'Checked in this order.',
    itemLabel: 'Limit',
    min: 1,
    max: MAX_LIMITS,
    initial: { ...FIRST_LIMIT },
    fields: [id, ...limitFields],
  };
}
