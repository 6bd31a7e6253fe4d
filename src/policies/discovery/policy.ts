/** Discovery as the registry of policies knows it. */
import * as z from 'zod/mini';
import type { DiscoverySettings } from './model';
import type { PolicyContract } from '@/engine/contracts';

const DAY = 86_400_000;
const seconds = (ms: number): string => `${ms / 1000} s`;

/** Defaults: a client that reads its registry every 30 s and keeps the last list, as Eureka's does (DOMAIN.md 2.3). */
export const discoveryPolicy: PolicyContract = {
  id: 'discovery',
  title: 'Discovery',
  text: 'The caller learns the instances behind this wire from a registry, late, and picks one itself.',
  order: 6,
  schema: z.strictObject({
    mode: z._default(z.enum(['cache', 'dns', 'watch', 'fixed']), 'cache'),
    registry: z._default(z.nullable(z.string().check(z.minLength(1), z.maxLength(40))), null),
    refreshMs: z._default(z.number().check(z.gte(100), z.lte(DAY)), 30_000),
    ttlMs: z._default(z.number().check(z.gte(0), z.lte(DAY)), 30_000),
    delayMs: z._default(z.number().check(z.gte(0), z.lte(DAY)), 100),
    timeoutMs: z._default(z.number().check(z.gte(1), z.lte(60_000)), 2000),
    onFailure: z._default(z.enum(['keep', 'fail']), 'keep'),
    asksAgain: z._default(z.boolean(), false),
  }),
  presets: [
    { title: 'Eureka client', text: 'Reads every 30 s.', settings: { mode: 'cache', refreshMs: 30_000, onFailure: 'keep' } },
    { title: 'Headless Service', text: 'CoreDNS answers with a TTL of 30 s.', settings: { mode: 'dns', ttlMs: 30_000 } },
    { title: 'ClusterIP (kube-proxy)', text: 'Rules are told of changes.', settings: { mode: 'watch', delayMs: 1000 } },
    { title: 'Envoy EDS', text: 'The control plane pushes.', settings: { mode: 'watch', delayMs: 100, onFailure: 'keep' } },
    { title: 'Envoy STRICT_DNS', text: 'Resolves every 5 s.', settings: { mode: 'cache', refreshMs: 5000, onFailure: 'keep' } },
    { title: 'Hard-coded addresses', text: '', settings: { mode: 'fixed' } },
  ],
  fields: [
    {
      control: 'choice',
      path: 'mode',
      label: 'How it learns',
      help: '',
      options: [
        { value: 'cache', label: 'reads the registry at intervals' },
        { value: 'dns', label: 'resolves a name, keeps the answer for its TTL' },
        { value: 'watch', label: 'is told of changes' },
        { value: 'fixed', label: 'never: addresses are hard-coded' },
      ],
    },
    {
      control: 'reference',
      path: 'registry',
      label: 'Registry',
      help: '',
      to: 'node',
      kinds: ['registry'],
      none: 'the first it has a wire to',
    },
    {
      control: 'number',
      path: 'refreshMs',
      label: 'Reads every',
      help: 'When it reads at intervals.',
      unit: 'ms',
      min: 100,
      max: DAY,
      isWhole: false,
    },
    {
      control: 'number',
      path: 'ttlMs',
      label: 'TTL of an answer',
      help: 'When it resolves a name.',
      unit: 'ms',
      min: 0,
      max: DAY,
      isWhole: false,
    },
    {
      control: 'number',
      path: 'delayMs',
      label: 'News takes',
      help: 'When it is told of changes: from the change to its effect here.',
      unit: 'ms',
      min: 0,
      max: DAY,
      isWhole: false,
    },
    {
      control: 'number',
      path: 'timeoutMs',
      label: 'Waits for an answer',
      help: 'Longest wait for the registry.',
      unit: 'ms',
      min: 1,
      max: 60_000,
      isWhole: false,
    },
    {
      control: 'choice',
      path: 'onFailure',
      label: 'When the registry is silent',
      help: '',
      options: [
        { value: 'keep', label: 'goes on with the last known list' },
        { value: 'fail', label: 'has no list: calls fail' },
      ],
    },
    {
      control: 'switch',
      path: 'asksAgain',
      label: 'Asks again after a dead address',
      help: 'A call that finds nobody makes the caller look up again, at most once a second.',
    },
  ],
  summary: (settings) => {
    const { mode, refreshMs, ttlMs, delayMs } = settings as DiscoverySettings;
    if (mode === 'cache') return `reads every ${seconds(refreshMs)}`;
    if (mode === 'dns') return `DNS, TTL ${seconds(ttlMs)}`;
    return mode === 'watch' ? `told within ${seconds(delayMs)}` : 'hard-coded addresses';
  },
  check: () => [],
  resolve: (settings) => settings,
};
