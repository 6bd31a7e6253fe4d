/** The monitor as the registry knows it. */
import * as z from 'zod/mini';
import { MONITOR_PRESETS, USUAL_MONITOR } from './presets';
import { MAX_EXPRESSION } from './promql/parser';
import { checkRules } from './rule-check';
import type { MonitorSettings } from './settings';
import type { KindContract } from '@/engine/contracts';
import type { FieldSpec } from '@/engine/field-spec';
import { spanText } from '@/machines/circuit-breaker/wording';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const LEAST_MS = 100;
const MAX_RULES = 50;
const MAX_NAME = 64;
const MAX_SUMMARY = 200;
const NAME = '[A-Za-z_][A-Za-z0-9_]*';

const interval = z.int().check(z.gte(LEAST_MS), z.lte(HOUR_MS));
const span = z.int().check(z.gte(0), z.lte(DAY_MS));

const rule = z.strictObject({
  alert: z.string().check(z.maxLength(MAX_NAME), z.regex(new RegExp(`^${NAME}$`))),
  expr: z.string().check(z.maxLength(MAX_EXPRESSION)),
  forMs: z._default(span, 0),
  keepFiringForMs: z._default(span, 0),
  severity: z._default(z.enum(['page', 'ticket', 'info']), 'page'),
  summary: z._default(z.string().check(z.maxLength(MAX_SUMMARY)), ''),
});

function time(path: string, label: string, help: string, min: number, max: number): FieldSpec {
  return { control: 'number', path, label, help, unit: 'ms', min, max, isWhole: true };
}

const RULE_FIELDS: readonly FieldSpec[] = [
  {
    control: 'text',
    path: 'alert',
    label: 'Alert',
    help: '',
    maxLength: MAX_NAME,
    pattern: { source: NAME, says: 'Letters, digits and _, beginning with a letter.' },
  },
  {
    control: 'text',
    path: 'expr',
    label: 'Expression',
    help: 'PromQL: every series that it gives is an alert.',
    maxLength: MAX_EXPRESSION,
    placeholder: 'up == 0',
  },
  time('forMs', 'For', 'It has to hold this long before the alert fires.', 0, DAY_MS),
  time('keepFiringForMs', 'Keep firing for', 'The alert lasts this much longer.', 0, DAY_MS),
  {
    control: 'choice',
    path: 'severity',
    label: 'Severity',
    help: '',
    options: [
      { value: 'page', label: 'page: wakes somebody' },
      { value: 'ticket', label: 'ticket: can wait for the morning' },
      { value: 'info', label: 'info: wakes nobody' },
    ],
  },
  {
    control: 'text',
    path: 'summary',
    label: 'Summary',
    help: 'What people are told; {{ $value }} and {{ $labels.service }} are filled in by Prometheus.',
    maxLength: MAX_SUMMARY,
  },
];

/** Contract of the monitor. */
export const monitorKind: KindContract = {
  id: 'monitor',
  title: 'Monitor',
  text: 'Reads the figures of all parts from time to time and tells people when a rule says so, like Prometheus.',
  canBeCalled: false,
  canCall: false,
  schema: z.strictObject({
    scrapeMs: z._default(interval, USUAL_MONITOR.scrapeMs),
    evaluateMs: z._default(interval, USUAL_MONITOR.evaluateMs),
    rules: z._default(z.array(rule).check(z.maxLength(MAX_RULES)), []),
  }),
  fields: [
    time('scrapeMs', 'Reads every', 'It sees nothing of what happens in between.', LEAST_MS, HOUR_MS),
    time('evaluateMs', 'Evaluates every', '', LEAST_MS, HOUR_MS),
    {
      control: 'list',
      path: 'rules',
      label: 'Alert rules',
      help: '',
      itemLabel: 'Rule',
      min: 0,
      max: MAX_RULES,
      initial: { alert: 'PartDown', expr: 'up == 0', forMs: 60_000, keepFiringForMs: 0, severity: 'page', summary: '' },
      fields: RULE_FIELDS,
    },
  ],
  presets: MONITOR_PRESETS,
  check: (settings) => checkRules(settings as MonitorSettings),
  summary: (settings) => {
    const { rules, scrapeMs } = settings as MonitorSettings;
    return `${rules.length === 1 ? '1 rule' : `${rules.length} rules`} · every ${spanText(scrapeMs)}`;
  },
};
