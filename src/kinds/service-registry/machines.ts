/** What a registry shows of each instance on its lists: the lease it holds, or the check that is asked of it. */
import type { Leases } from './leases';
import type { Listing } from './listing';
import type { Poller } from './poller';
import { MOST_MACHINES } from '../health-machine';
import type { NodeMachine } from '@/engine/node-model';

/** In the order of the lists; nothing where the registry learns from the platform or from the instances alone. */
export function instanceMachines(listings: Iterable<Listing>, leases: Leases, poller: Poller): readonly NodeMachine[] {
  const found: NodeMachine[] = [];
  for (const { service, entries } of listings) {
    for (const address of entries.keys()) {
      const machine = leases.machine(service, address) ?? poller.machine(service, address);
      if (machine !== null) found.push(machine);
      if (found.length >= MOST_MACHINES) return found;
    }
  }
  return found;
}
