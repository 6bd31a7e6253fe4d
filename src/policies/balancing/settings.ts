/** Settings of load balancing, as the layer takes them. */
import type { HashBy } from './algorithms/hash';
import { LeastRequest } from './algorithms/least-request';
import { Maglev } from './algorithms/maglev';
import type { Picker, PickerTools } from './algorithms/picker';
import { RandomPick } from './algorithms/random';
import { RingHash } from './algorithms/ring-hash';
import { RoundRobin } from './algorithms/round-robin';
import type { OutlierSettings } from './outlier-settings';

/** Names of the algorithms, as files write them and as people read them. */
export const ALGORITHMS = {
  'round-robin': 'round robin',
  random: 'random',
  'least-request': 'least request',
  'ring-hash': 'ring hash',
  maglev: 'maglev',
} as const;

/** One of the algorithms. */
export type AlgorithmId = keyof typeof ALGORITHMS;

/** How a caller picks an instance. */
export interface BalancingSettings {
  readonly algorithm: AlgorithmId;
  /** `least-request`: how many are looked at, 1 to 100. */
  readonly choiceCount: number;
  /** `ring-hash` and `maglev`: calls of the same one go to the same instance. */
  readonly hashBy: HashBy;
  /** When less than this share of the instances is healthy all are used, 0 to 100 percent; 0 never. */
  readonly panicPercent: number;
  /** Picks for each request, or for each connection, which stays with its instance. */
  readonly per: 'request' | 'connection';
  /** `connection`: requests after which a connection is replaced, 1 to 1,000,000,000. */
  readonly requestsPerConnection: number;
  /** `connection`: connections used in turn, 1 to 1000. */
  readonly connections: number;
  /** `round-robin` and `least-request`: how long a new instance gets less, 0 to 3,600,000 milliseconds. */
  readonly slowStartMs: number;
  readonly outlierDetection: OutlierSettings | null;
}

/** The algorithm that the settings ask for. */
export function pickerOf({ algorithm, choiceCount, hashBy }: BalancingSettings, tools: PickerTools): Picker {
  switch (algorithm) {
    case 'round-robin':
      return new RoundRobin(tools);
    case 'random':
      return new RandomPick(tools);
    case 'least-request':
      return new LeastRequest(tools, choiceCount);
    case 'ring-hash':
      return new RingHash(tools, hashBy);
    case 'maglev':
      return new Maglev(tools, hashBy);
  }
}
