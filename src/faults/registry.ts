/** All kinds of faults. Adding one is a folder and a line here; what it does lies with the kinds that know it. */
import { badDeployFault } from './bad-deploy/fault';
import { caOutageFault } from './ca-outage/fault';
import { clockSkewFault } from './clock-skew/fault';
import { controlPlaneOutageFault } from './control-plane-outage/fault';
import { crashFault } from './crash/fault';
import { dnsOutageFault } from './dns-outage/fault';
import { errorsFault } from './errors/fault';
import { exhaustFault } from './exhaust/fault';
import { expiredCertificateFault } from './expired-certificate/fault';
import { hangFault } from './hang/fault';
import { isolateFault } from './isolate/fault';
import { latencyFault } from './latency/fault';
import { limitStoreOutageFault } from './limit-store-outage/fault';
import { limiterOutageFault } from './limiter-outage/fault';
import { lossFault } from './loss/fault';
import { noisyNeighbourFault } from './noisy-neighbour/fault';
import { oneWayPartitionFault } from './one-way-partition/fault';
import { outOfMemoryFault } from './out-of-memory/fault';
import { outageFault } from './outage/fault';
import { partitionFault } from './partition/fault';
import { replaceFault } from './replace/fault';
import { resetFault } from './reset/fault';
import { restartFault } from './restart/fault';
import { rolloutFault } from './rollout/fault';
import { secretLeakFault } from './secret-leak/fault';
import { slowFault } from './slow/fault';
import { slowCloseFault } from './slow-close/fault';
import { surgeFault } from './surge/fault';
import { vanishFault } from './vanish/fault';
import { wiretapFault } from './wiretap/fault';
import { wrongConfigFault } from './wrong-config/fault';
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
  limitStoreOutageFault,
  restartFault,
  exhaustFault,
  caOutageFault,
  controlPlaneOutageFault,
  wrongConfigFault,
  expiredCertificateFault,
  secretLeakFault,
  latencyFault,
  lossFault,
  resetFault,
  slowCloseFault,
  oneWayPartitionFault,
  wiretapFault,
  isolateFault,
  outOfMemoryFault,
  noisyNeighbourFault,
  badDeployFault,
  clockSkewFault,
  dnsOutageFault,
  outageFault,
];

/** Faults by id, in the order of a menu. */
export const FAULTS: ReadonlyMap<string, FaultContract> = new Map(list.map((fault) => [fault.id, fault]));
