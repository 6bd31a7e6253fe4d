/** The certificates of a sidecar as machines for the screen, in order of the pods' appearance. */
import { NEVER, SECOND, type TimeUs } from '@/domain/time';
import { addressText } from '@/engine/endpoints';
import type { NodeMachine } from '@/engine/node-model';
import type { Certificate } from '@/machines/certificate/certificate';

/** More than this nobody looks through. */
const MOST = 50;

const wholeSeconds = (us: TimeUs): string => `${Math.max(0, Math.ceil(us / SECOND))} s`;

/** `nameOf` numbers the pods as transitions do: from 1. */
export function certificateMachines(
  certificates: readonly Certificate[],
  nameOf: (address: number) => number,
  nowUs: TimeUs,
): readonly NodeMachine[] {
  return certificates.slice(0, MOST).map(({ address, mode, terms, expiresUs, asksUs, dueUs, isGood }) => ({
    kind: 'certificate',
    label: `certificate pod ${nameOf(address)}`,
    mode,
    params: terms,
    facts: [
      { label: 'address', text: address === 0 ? 'the whole part' : addressText(address) },
      { label: 'good for', text: isGood && expiresUs !== NEVER ? wholeSeconds(expiresUs - nowUs) : 'not good' },
      { label: 'request', text: asksUs === NEVER ? 'under way' : `in ${wholeSeconds(asksUs - nowUs)}` },
    ],
    dueUs: dueUs === NEVER ? -1 : dueUs,
  }));
}
