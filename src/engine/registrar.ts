/** What services and callers know of a registry: how it wants to be told, and how it tells. */
import type { Instance } from './endpoints';
import type { Wire } from './wire';

/** How a registry learns who lives. */
export type Learning =
  /** Instances send heartbeats; a lease that is not renewed runs out. */
  | 'heartbeat'
  /** It asks each instance for its health. */
  | 'polling'
  /** The platform that runs the pods tells it what their probes say. */
  | 'platform'
  /** Instances write themselves in and out; nobody checks. */
  | 'self';

/** What an instance or its platform tells a registry. */
export interface Registration {
  readonly news: 'up' | 'beat' | 'down' | 'ready' | 'unready';
  readonly service: string;
  readonly address: number;
  /** In the answer to a beat: the registry does not know the instance (any more), which has to register again. */
  readonly isUnknown?: boolean;
}

/** A node that keeps the list of instances. */
export interface Registrar {
  readonly learns: Learning;
  /** Milliseconds between two heartbeats, as its clients are told; 0 when it wants none. */
  readonly heartbeatMs: number;
  /** The steady state in which a run begins: the instance has long been there. `wire` leads from the service to the registry. */
  enroll(service: string, address: number, isReady: boolean, wire: Wire): void;
  /** What a reader is told at this moment. */
  snapshot(service: string): readonly Instance[];
  /** Calls `tell` with every new list, from the registry's own doing; what the network makes of it is the subscriber's business. */
  subscribe(service: string, tell: (instances: readonly Instance[]) => void): void;
}
