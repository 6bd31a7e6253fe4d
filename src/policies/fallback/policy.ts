/** The fallback as the registry knows it. */
import * as z from 'zod/mini';
import type { FallbackSettings } from './model';
import type { FallbackAnswer } from './ledger';
import type { PolicyContract } from '@/engine/contracts';
import type { FieldSpec } from '@/engine/field-spec';

const DAY_MS = 86_400_000;
const span = z.number().check(z.gte(0), z.lte(DAY_MS));
const STOCK = { outOfStockShare: 0.02, changesPerHour: 1, staleAfterMs: null, reconcileMs: 60_000 };

const SAYS: Readonly<Record<FallbackAnswer, string>> = {
  'last-known': 'the last known value',
  optimistic: '“in stock”',
  pessimistic: '“out of stock”',
  ask: 'what another part says',
  block: 'nothing: the request fails',
};

const stockFields: readonly FieldSpec[] = [
  {
    control: 'number',
    path: 'outOfStockShare',
    label: 'Out of stock',
    help: 'Share of the items asked for that are not there.',
    unit: 'share',
    min: 0,
    max: 1,
    isWhole: false,
  },
  {
    control: 'number',
    path: 'changesPerHour',
    label: 'Stock changes',
    help: 'How often the stock of one item is settled anew. Makes last known values err as they age.',
    unit: 'per hour',
    min: 0,
    max: 3600,
    isWhole: false,
  },
  {
    control: 'number',
    path: 'staleAfterMs',
    label: 'Too old after',
    help: 'An older last known value is not used: the request fails.',
    unit: 'ms',
    min: 0,
    max: DAY_MS,
    isWhole: false,
    none: { label: 'never', initial: 300_000 },
  },
  {
    control: 'number',
    path: 'reconcileMs',
    label: 'Reconciled after',
    help: 'From the first good answer until the oversells are found and settled.',
    unit: 'ms',
    min: 0,
    max: DAY_MS,
    isWhole: false,
  },
];

/** Contract of the fallback. */
export const fallbackPolicy: PolicyContract = {
  id: 'fallback',
  title: 'Fallback',
  text: 'A call that fails is answered from the caller’s own store instead, such as the last known stock.',
  order: 1,
  schema: z.strictObject({
    answerMs: z._default(z.number().check(z.gte(0), z.lte(60_000)), 1),
    answer: z._default(z.enum(['last-known', 'optimistic', 'pessimistic', 'ask', 'block']), 'last-known'),
    ask: z._default(z.string().check(z.maxLength(40)), ''),
    business: z._default(
      z.nullable(
        z.strictObject({
          outOfStockShare: z._default(z.number().check(z.gte(0), z.lte(1)), STOCK.outOfStockShare),
          changesPerHour: z._default(z.number().check(z.gte(0), z.lte(3600)), STOCK.changesPerHour),
          staleAfterMs: z._default(z.nullable(span), STOCK.staleAfterMs),
          reconcileMs: z._default(span, STOCK.reconcileMs),
        }),
      ),
      null,
    ),
  }),
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
    {
      control: 'choice',
      path: 'answer',
      label: 'Answers',
      help: 'What the caller is told when the call has failed.',
      options: Object.entries(SAYS).map(([value, label]) => ({ value, label })),
    },
    {
      control: 'reference',
      path: 'ask',
      label: 'Asks over',
      help: 'The wire to the part that is asked instead, which is asked only then.',
      to: 'wire',
      isOutWire: true,
    },
    {
      control: 'group',
      path: 'business',
      label: 'Orders and stock',
      help: 'Counts what the answers cost: lost orders and oversells.',
      isOptional: true,
      initial: STOCK,
      fields: stockFields,
    },
  ],
  summary: (settings) => {
    const { answerMs, answer = 'last-known' } = settings as FallbackSettings;
    if (answer === 'block') return 'none: the request fails';
    if (answer === 'ask') return 'asks another part';
    return answer === 'last-known' ? `answers in ${answerMs} ms` : `answers ${SAYS[answer]} in ${answerMs} ms`;
  },
  usesWires: (settings) => {
    const { answer, ask = '' } = settings as FallbackSettings;
    return answer === 'ask' && ask !== '' ? [ask] : [];
  },
  check: (settings) => {
    const { answer, ask = '' } = settings as FallbackSettings;
    return answer === 'ask' && ask === '' ? ['somebody has to be asked: name a wire (ask), or choose another answer'] : [];
  },
  resolve: (settings) => settings,
};
