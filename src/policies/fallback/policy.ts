/** The fallback as the registry knows it. */
import * as z from 'zod/mini';
import { FallbackLayer, type FallbackSettings } from './model';
import type { PolicyContract } from '@/engine/contracts';

/** Contract of the fallback. */
export const fallbackPolicy: PolicyContract = {
  id: 'fallback',
  title: 'Fallback',
  text: 'A call that fails is answered from the caller’s own store instead, such as the last known stock.',
  order: 1,
  schema: z.strictObject({ answerMs: z._default(z.number().check(z.gte(0), z.lte(60_000)), 1) }),
  fields: [
    {
      control: 'number',
      path: 'answerMs',
      label: 'Answer time',
      help: 'How long the own store takes.',
      unit: 'ms',
      min: 0,
      max: 60_000,
      isWhole: false,
    },
  ],
  summary: (settings) => `answers in ${(settings as FallbackSettings).answerMs} ms`,
  check: () => [],
  create: (context, part, settings) => new FallbackLayer(context, part, settings as FallbackSettings),
  resolve: (settings) => settings,
};
