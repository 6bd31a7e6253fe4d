/** All kinds of faults. Adding one is a folder and a line here; what it does lies with the kinds that know it. */
import { caOutageFault } from './ca-outage/fault';
import { controlPlaneOutageFault } from './control-plane-outage/fault';
import { crashFault } from './crash/fault';
import { errorsFault } from './errors/fault';
import { exhaustFault } from './exhaust/fault';
import { expiredCertificateFault } from './expired-certificate/fault';
import { hangFault } from './hang/fault';
import { limitStoreOutageFault } from './limit-store-outage/fault';
import { limiterOutageFault } from './limiter-outage/fault';
import { partitionFault } from './partition/fault';
import { replaceFault } from './replace/fault';
import { restartFault } from './restart/fault';
import { rolloutFault } from './rollout/fault';
import { secretLeakFault } from './secret-leak/fault';
import { slowFault } from './slow/fault';
import { surgeFault } from './surge/fault';
import { vanishFault } from './vanish/fault';
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
];

/** Faults by id, in the order of a menu. */
export const FAULTS: ReadonlyMap<string, FaultContract> = new Map(list.map((fault) => [fault.id, fault]));
