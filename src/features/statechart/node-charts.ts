/**
 * What is drawn of each sort of machine inside a node: its chart from the XState definition under its parameters, its words, and how
 * its modes are called in the list of transitions. A new sort of machine is one entry here.
 */
import { type Chart, makeChart } from './chart';
import type { AlertParams } from '@/machines/alert-rule/alert.machine';
import { describeAlert } from '@/machines/alert-rule/describe';
import { describeCanary } from '@/machines/canary/describe';
import type { CanaryParams } from '@/machines/canary/params';
import { describeCertificate } from '@/machines/certificate/describe';
import type { CertificateParams } from '@/machines/certificate/params';
import { describeHealthCheck } from '@/machines/health-check/describe';
import type { HealthCheckParams } from '@/machines/health-check/params';
import { describeLease } from '@/machines/lease/describe';
import type { LeaseParams } from '@/machines/lease/params';
import type { StateShape, StateTone } from '@/ui';

/** What a mode looks like in a list: shape and colour; the word is the chart's. */
export interface ModeLook {
  readonly shape: StateShape;
  readonly tone: StateTone;
}

/** One sort of machine. */
export interface MachineSort {
  /** Of one of them, with a capital letter. */
  readonly title: string;
  /** Of several. */
  readonly many: string;
  /** `params` as the node tells them; the node and this entry agree by the machine's kind. */
  readonly chartOf: (params: unknown) => Chart;
  /** What the list of transitions calls a mode, where that is not the machine's own name for it. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Modes that are not the usual one. */
  readonly looks: Readonly<Record<string, ModeLook>>;
  /** Before the countdown, in this mode. */
  readonly dueLabel: (mode: string) => string;
}

interface Description {
  readonly initial: string;
  readonly states: Chart['states'];
  readonly transitions: readonly { readonly from: string; readonly to: string; readonly label: string; readonly timed?: boolean }[];
}

function chartFrom({ initial, states, transitions }: Description): Chart {
  return makeChart(
    initial,
    states,
    transitions.map(({ from, to, label, timed = false }) => ({ from, to, label, isTimed: timed })),
  );
}

const BAD: ModeLook = { shape: 'square', tone: 'bad' };
const WARN: ModeLook = { shape: 'triangle', tone: 'warn' };
const WAITS: ModeLook = { shape: 'diamond', tone: 'info' };
const IDLE: ModeLook = { shape: 'ring', tone: 'idle' };

/** Sorts by kind. */
export const SORTS: Readonly<Record<string, MachineSort>> = {
  'health-check': {
    title: 'Health check',
    many: 'health checks',
    chartOf: (params) => chartFrom(describeHealthCheck(params as HealthCheckParams)),
    aliases: { failing: 'critical', unfit: 'critical', fit: 'passing' },
    looks: { critical: BAD, warning: WARN, unknown: WAITS },
    dueLabel: () => 'next probe in',
  },
  lease: {
    title: 'Lease',
    many: 'leases',
    chartOf: (params) => chartFrom(describeLease(params as LeaseParams)),
    aliases: { listed: 'held', fit: 'held', absent: 'expired', unfit: 'expired' },
    looks: { overdue: WARN, expired: BAD },
    dueLabel: (mode) => (mode === 'held' ? 'over without a beat in' : 'next look in'),
  },
  'alert-rule': {
    title: 'Alert',
    many: 'alerts',
    chartOf: (params) => chartFrom(describeAlert(params as AlertParams)),
    aliases: {},
    looks: { pending: WAITS, firing: BAD, kept: WARN, inactive: IDLE },
    dueLabel: (mode) => (mode === 'pending' ? 'fires, if still true, in' : 'next evaluation in'),
  },
  certificate: {
    title: 'Certificate',
    many: 'certificates',
    chartOf: (params) => chartFrom(describeCertificate(params as CertificateParams)),
    aliases: {},
    looks: { none: IDLE, requested: WAITS, renewing: WAITS, expired: BAD },
    dueLabel: (mode) => {
      if (mode === 'valid') return 'asks for the next one in';
      return mode === 'renewing' ? 'next try, or its end, in' : 'next try in';
    },
  },
  canary: {
    title: 'Rollout',
    many: 'rollouts',
    chartOf: (params) => chartFrom(describeCanary(params as CanaryParams)),
    aliases: {},
    looks: { initialising: IDLE, progressing: WAITS, paused: WARN, promoting: WAITS, rolledBack: BAD },
    dueLabel: (mode) => (mode === 'initialising' ? 'first step in' : 'next check in'),
  },
};

/** The sort of a machine by its kind; null for one that this page does not know. */
export function sortOf(kind: string): MachineSort | null {
  return SORTS[kind] ?? null;
}

/** The machine's own name of a mode as a transition calls it. */
export function modeOf(sort: MachineSort | null, said: string): string {
  return sort?.aliases[said] ?? said;
}

/** How a mode is called on the screen: the chart's word where it has one. */
export function wordOf(chart: Chart | null, mode: string): string {
  const found = chart?.states.find(({ id }) => id === mode)?.label;
  return found ?? mode.replaceAll(/[A-Z]/g, (letter) => ` ${letter}`).replaceAll('-', ' ').toUpperCase();
}

/** Shape and colour of a mode. */
export function modeLook(sort: MachineSort | null, mode: string): ModeLook {
  return sort?.looks[mode] ?? { shape: 'circle', tone: 'ok' };
}
