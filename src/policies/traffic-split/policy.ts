/** The traffic split as the registry knows it. */
import * as z from 'zod/mini';
import type { TrafficSplitSettings } from './model';
import type { PolicyContract } from '@/engine/contracts';

/** Contract of the traffic split. */
export const trafficSplitPolicy: PolicyContract = {
  id: 'traffic-split',
  title: 'Traffic split',
  text: 'A share of the calls goes over another wire of the same caller, to a version on trial.',
  // Below the timeout, which counts for both versions; above what belongs to one version alone.
  order: 4.5,
  schema: z.strictObject({
    to: z._default(z.string().check(z.maxLength(40)), ''),
    percent: z._default(z.number().check(z.gte(0), z.lte(100)), 10),
    sticky: z._default(z.enum(['none', 'user']), 'none'),
  }),
  fields: [
    {
      control: 'reference',
      path: 'to',
      label: 'Other wire',
      help: 'To the version on trial. It carries nothing but this share.',
      to: 'wire',
      isOutWire: true,
    },
    {
      control: 'number',
      path: 'percent',
      label: 'Share',
      help: 'A canary controller may turn it during the run.',
      unit: '%',
      min: 0,
      max: 100,
      isWhole: false,
    },
    {
      control: 'choice',
      path: 'sticky',
      label: 'Who goes there',
      help: '',
      options: [
        { value: 'none', label: 'drawn for every request' },
        { value: 'user', label: 'the same users every time' },
      ],
    },
  ],
  presets: [
    { title: 'Istio, Envoy', text: 'Every request is drawn: a user sees both versions.', settings: { sticky: 'none' } },
    { title: 'nginx split_clients', text: 'By a hash of the user: nobody changes side.', settings: { sticky: 'user' } },
  ],
  summary: (settings) => {
    const { to, percent, sticky } = settings as TrafficSplitSettings;
    if (to === '') return 'no other wire yet';
    return `${percent} % ${sticky === 'user' ? 'of the users' : 'of the requests'} over ${to}`;
  },
  usesWires: (settings) => {
    const { to } = settings as TrafficSplitSettings;
    return to === '' ? [] : [to];
  },
  check: () => [],
  resolve: (settings) => settings,
};
