/** The cache as the registry knows it. */
import * as z from 'zod/mini';
import type { CacheSettings } from './settings';
import type { KindContract } from '@/engine/contracts';

const DAY = 86_400_000;

/** Contract of the cache. */
export const cacheKind: KindContract = {
  id: 'cache',
  title: 'Cache',
  text: 'Keeps answers for a while and gives them again; the rest it fetches from the part behind it.',
  canBeCalled: true,
  schema: z.strictObject({
    keys: z._default(z.int().check(z.gte(1), z.lte(10_000_000)), 1000),
    popularity: z._default(z.enum(['uniform', 'zipf']), 'zipf'),
    capacity: z._default(z.int().check(z.gte(1), z.lte(1_000_000)), 500),
    ttlMs: z._default(z.nullable(z.number().check(z.gte(0), z.lte(DAY))), 60_000),
    hitMs: z._default(z.number().check(z.gte(0), z.lte(60_000)), 1),
    staleOnError: z._default(z.boolean(), false),
    coalesce: z._default(z.boolean(), false),
    whenDown: z._default(z.enum(['bypass', 'refuse']), 'bypass'),
  }),
  fields: [
    {
      control: 'number',
      path: 'capacity',
      label: 'Entries',
      help: 'The least recently used one makes room.',
      unit: '',
      min: 1,
      max: 1_000_000,
      isWhole: true,
    },
    {
      control: 'number',
      path: 'ttlMs',
      label: 'Time to live',
      help: 'After this time an entry is fetched again.',
      unit: 'ms',
      min: 0,
      max: DAY,
      isWhole: false,
      none: { label: 'for ever', initial: 60_000 },
    },
    { control: 'number', path: 'hitMs', label: 'A hit takes', help: '', unit: 'ms', min: 0, max: 60_000, isWhole: false },
    {
      control: 'number',
      path: 'keys',
      label: 'Keys',
      help: 'Things that requests ask for; a client that tells its users apart asks for one thing per user.',
      unit: '',
      min: 1,
      max: 10_000_000,
      isWhole: true,
    },
    {
      control: 'choice',
      path: 'popularity',
      label: 'Asked for',
      help: '',
      options: [
        { value: 'zipf', label: 'few keys often (Zipf)' },
        { value: 'uniform', label: 'all keys alike' },
      ],
    },
    {
      control: 'switch',
      path: 'staleOnError',
      label: 'Stale on error',
      help: 'An entry past its time answers when the origin fails.',
    },
    {
      control: 'switch',
      path: 'coalesce',
      label: 'One fetch per key',
      help: 'Misses for a key that is being fetched wait for that fetch.',
    },
    {
      control: 'choice',
      path: 'whenDown',
      label: 'While it is down',
      help: '',
      options: [
        { value: 'bypass', label: 'requests go to the origin' },
        { value: 'refuse', label: 'requests fail' },
      ],
    },
  ],
  summary: (settings) => {
    const { capacity, ttlMs } = settings as CacheSettings;
    return `${capacity} ${capacity === 1 ? 'entry' : 'entries'} · ${ttlMs === null ? 'no expiry' : `TTL ${ttlMs / 1000} s`}`;
  },
};
