/** All kinds of faults. Adding one is a folder and a line here; what it does lies with the kinds that know it. */
import { crashFault } from './crash/fault';
import { errorsFault } from './errors/fault';
import { hangFault } from './hang/fault';
import { limiterOutageFault } from './limiter-outage/fault';
import { partitionFault } from './partition/fault';
import { replaceFault } from './replace/fault';
import { rolloutFault } from './rollout/fault';
import { slowFault } from './slow/fault';
import { surgeFault } from './surge/fault';
import { vanishFault } from './vanish/fault';
import type { FaultContract } from '@/engine/contracts';

const list: readonly FaultContract[] = [
  slowFault,
  errorsFault,
  crashFault,
  hangFault,
  surgeFault,
  partitionFault,
  vanishFault,
  replaceFault,
  rolloutFault,
  limiterOutageFault,
];

/** Faults by id, in the order of a menu. */
export const FAULTS: ReadonlyMap<string, FaultContract> = new Map(list.map((fault) => [fault.id, fault]));
