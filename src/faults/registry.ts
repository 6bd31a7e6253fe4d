/** All kinds of faults. What they do lies with the kinds that know them (`afflict`). */
import type { FaultContract } from '@/engine/contracts';

const list: readonly FaultContract[] = [
  { id: 'slow', title: 'Slow', text: 'Own work takes this long on average.', on: 'node', value: { unit: 'ms', min: 0, max: 600_000, usual: 500 } },
  { id: 'errors', title: 'Errors', text: 'This share of the work ends with an error.', on: 'node', value: { unit: 'share', min: 0, max: 1, usual: 0.5 } },
  { id: 'crash', title: 'Crash', text: 'All pods die; while it lasts they die again at every start.', on: 'node', value: null },
  { id: 'hang', title: 'Hang', text: 'Work is taken and never finished while it lasts.', on: 'node', value: null },
  { id: 'surge', title: 'Surge', text: 'Traffic is multiplied.', on: 'node', value: { unit: 'times', min: 0, max: 100, usual: 3 } },
  { id: 'partition', title: 'Partition', text: 'The network of this wire is cut.', on: 'wire', value: null },
];

/** Faults by id. */
export const FAULTS: ReadonlyMap<string, FaultContract> = new Map(list.map((fault) => [fault.id, fault]));
