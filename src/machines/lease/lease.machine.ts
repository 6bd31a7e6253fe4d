/**
 * The modes of one lease. Times are kept in the table (lease-table.ts), for thousands of leases at once; the machine is told
 * what became of one that somebody looks at.
 */
import { setup } from 'xstate';
import { spanText } from '../circuit-breaker/wording';
import type { LeaseParams } from './params';

/** Renewed in time; over but still on the list until somebody looks; off the list. */
export type LeaseMode = 'held' | 'overdue' | 'expired';

/** What the machine can be told. */
export type LeaseEvent = { readonly type: 'register' | 'renew' | 'lapse' | 'expire' | 'deregister' };

/** Words for drawing, depending on the setting. */
export interface LeaseMeta {
  readonly label: (params: LeaseParams) => string;
  /** Second line of a state. */
  readonly hint?: (params: LeaseParams) => string;
  /** Whether the state or arrow can occur under the setting; absent = yes. */
  readonly exists?: (params: LeaseParams) => boolean;
  /** The passing of time takes the arrow, not a message. */
  readonly isTimed?: boolean;
}

const length = ({ ttlMs, minTtlMs, lengths }: LeaseParams): number => Math.max(ttlMs, minTtlMs) * lengths;
const silence = (params: LeaseParams): string => `${spanText(length(params))} without a beat`;
const isLookedAfter = ({ looksEveryMs }: LeaseParams): boolean => looksEveryMs > 0;

function lookLabel(params: LeaseParams): string {
  const look = `a look, every ${spanText(params.looksEveryMs)}`;
  return params.preservation === null ? look : `${look}, if enough others beat`;
}

/** The machine. */
export const leaseMachine = setup({
  types: { events: {} as LeaseEvent, meta: {} as LeaseMeta },
}).createMachine({
  id: 'lease',
  description: 'An instance stays on the list as long as its heartbeats come.',
  initial: 'held',
  states: {
    held: {
      description: 'The last heartbeat is recent enough.',
      meta: { label: () => 'HELD', hint: ({ heartbeatMs }) => `a beat every ${spanText(heartbeatMs)}` },
      on: {
        lapse: {
          target: 'overdue',
          description: 'The time of the lease is over.',
          meta: { label: silence, exists: isLookedAfter, isTimed: true },
        },
        expire: {
          target: 'expired',
          description: 'The time of the lease is over and the list is changed at once.',
          meta: { label: silence, exists: (params) => !isLookedAfter(params), isTimed: true },
        },
        deregister: { target: 'expired', description: 'The instance takes leave.', meta: { label: () => 'signs off' } },
      },
    },
    overdue: {
      description: 'The time is over; nobody has looked, or evictions are held back.',
      meta: { label: () => 'OVERDUE', hint: () => 'still on the list', exists: isLookedAfter },
      on: {
        renew: {
          target: 'held',
          description: 'A late heartbeat still counts.',
          meta: { label: () => 'a late beat', exists: ({ lateBeatCounts }) => lateBeatCounts },
        },
        expire: { target: 'expired', description: 'A look ends the lease.', meta: { label: lookLabel, isTimed: true } },
        deregister: { target: 'expired', description: 'The instance takes leave.', meta: { label: () => 'signs off' } },
      },
    },
    expired: {
      description: 'The instance is off the list. A heartbeat is answered with "unknown".',
      meta: { label: () => 'EXPIRED', hint: () => 'off the list' },
      on: {
        register: { target: 'held', description: 'The instance registers again.', meta: { label: () => 'registers again' } },
      },
    },
  },
});
