/** The database as the registry knows it. */
import * as z from 'zod/mini';
import type { DatabaseSettings } from './settings';
import { distributionSchema } from '@/domain/distribution-schema';
import { distributionField, distributionWords } from '@/engine/chance/distribution-fields';
import type { KindContract } from '@/engine/contracts';

const HOUR = 3_600_000;

/** Contract of the database. The defaults of the pool are HikariCP's: 10 connections, 30 s. */
export const databaseKind: KindContract = {
  id: 'database',
  title: 'Database',
  text: 'Queries share a pool of connections; without a free one, callers wait in line.',
  canBeCalled: true,
  canCall: false,
  schema: z.strictObject({
    connections: z._default(z.int().check(z.gte(1), z.lte(100_000)), 10),
    query: z._default(distributionSchema, { kind: 'exponential', meanMs: 5 }),
    queueLimit: z._default(z.nullable(z.int().check(z.gte(0), z.lte(10_000_000))), null),
    waitMs: z._default(z.nullable(z.number().check(z.gte(0), z.lte(HOUR))), 30_000),
  }),
  fields: [
    {
      control: 'number',
      path: 'connections',
      label: 'Connections',
      help: 'Queries that run at once.',
      unit: '',
      min: 1,
      max: 100_000,
      isWhole: true,
    },
    distributionField('query', 'Query', 'How long a query holds its connection.'),
    {
      control: 'number',
      path: 'queueLimit',
      label: 'Waiting line',
      help: 'Callers that may wait for a connection.',
      unit: 'calls',
      min: 0,
      max: 10_000_000,
      isWhole: true,
      none: { label: 'no limit', initial: 100 },
    },
    {
      control: 'number',
      path: 'waitMs',
      label: 'Longest wait',
      help: 'After this time without a connection the call fails.',
      unit: 'ms',
      min: 0,
      max: HOUR,
      isWhole: false,
      none: { label: 'for ever', initial: 30_000 },
    },
  ],
  summary: (settings) => {
    const { connections, query } = settings as DatabaseSettings;
    return `${connections} ${connections === 1 ? 'connection' : 'connections'} · ${distributionWords(query)}`;
  },
};
