/** Cards of all faults. Adding a fault is a line here; what its card shows lies in its folder. */
import type { ReactNode } from 'react';
import { type LucideIcon, Zap } from 'lucide-react';
import { badDeployCard } from './bad-deploy/Card';
import { caOutageCard } from './ca-outage/Card';
import { clockSkewCard } from './clock-skew/Card';
import { controlPlaneOutageCard } from './control-plane-outage/Card';
import { crashCard } from './crash/Card';
import { dnsOutageCard } from './dns-outage/Card';
import { errorsCard } from './errors/Card';
import { exhaustCard } from './exhaust/Card';
import { expiredCertificateCard } from './expired-certificate/Card';
import { hangCard } from './hang/Card';
import { isolateCard } from './isolate/Card';
import { latencyCard } from './latency/Card';
import { limitStoreOutageCard } from './limit-store-outage/Card';
import { limiterOutageCard } from './limiter-outage/Card';
import { lossCard } from './loss/Card';
import { noisyNeighbourCard } from './noisy-neighbour/Card';
import { oneWayPartitionCard } from './one-way-partition/Card';
import { outOfMemoryCard } from './out-of-memory/Card';
import { outageCard } from './outage/Card';
import { partitionCard } from './partition/Card';
import { replaceCard } from './replace/Card';
import { resetCard } from './reset/Card';
import { restartCard } from './restart/Card';
import { rolloutCard } from './rollout/Card';
import { secretLeakCard } from './secret-leak/Card';
import { slowCard } from './slow/Card';
import { slowCloseCard } from './slow-close/Card';
import { surgeCard } from './surge/Card';
import { vanishCard } from './vanish/Card';
import { wiretapCard } from './wiretap/Card';
import { wrongConfigCard } from './wrong-config/Card';
import type { FaultContract } from '@/engine/contracts';
import { NumberField } from '@/ui';

/** Properties of a card's own part. */
export interface FaultCardProps {
  readonly contract: FaultContract;
  /** In the unit of the contract; 0 for faults without a value. */
  readonly value: number;
  readonly onValue: (value: number) => void;
}

/** How a fault is drawn. The frame around the card (title, target, duration, button) is the rail's. */
export interface FaultCard {
  readonly icon: LucideIcon;
  /** What one will see, in a sentence; the contract says what the fault is. */
  readonly watch: string;
  readonly Card: (props: FaultCardProps) => ReactNode;
}

/** A fault that this page has no card for still has its value. */
const otherCard: FaultCard = {
  icon: Zap,
  watch: '',
  Card: ({ contract, value, onValue }) =>
    contract.value && (
      <NumberField
        label={contract.value.label}
        unit={contract.value.unit}
        min={contract.value.min}
        max={contract.value.max}
        value={value}
        onCommit={onValue}
      />
    ),
};

/** Cards by id of the fault. */
export const FAULT_CARDS: ReadonlyMap<string, FaultCard> = new Map<string, FaultCard>([
  ['slow', slowCard],
  ['errors', errorsCard],
  ['crash', crashCard],
  ['hang', hangCard],
  ['surge', surgeCard],
  ['partition', partitionCard],
  ['vanish', vanishCard],
  ['limiter-outage', limiterOutageCard],
  ['limit-store-outage', limitStoreOutageCard],
  ['restart', restartCard],
  ['exhaust', exhaustCard],
  ['replace', replaceCard],
  ['rollout', rolloutCard],
  ['ca-outage', caOutageCard],
  ['control-plane-outage', controlPlaneOutageCard],
  ['wrong-config', wrongConfigCard],
  ['expired-certificate', expiredCertificateCard],
  ['secret-leak', secretLeakCard],
  ['latency', latencyCard],
  ['loss', lossCard],
  ['reset', resetCard],
  ['slow-close', slowCloseCard],
  ['one-way-partition', oneWayPartitionCard],
  ['wiretap', wiretapCard],
  ['isolate', isolateCard],
  ['out-of-memory', outOfMemoryCard],
  ['noisy-neighbour', noisyNeighbourCard],
  ['bad-deploy', badDeployCard],
  ['clock-skew', clockSkewCard],
  ['dns-outage', dnsOutageCard],
  ['outage', outageCard],
]);

/** The card of a fault, known or not. */
export function faultCardOf(fault: string): FaultCard {
  return FAULT_CARDS.get(fault) ?? otherCard;
}
