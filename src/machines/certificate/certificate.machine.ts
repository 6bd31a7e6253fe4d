/**
 * The modes of one workload's certificate. Moments are kept outside (certificate.ts); the machine is told only when one of them has
 * come or the authority has answered, and its state is the only authority on the mode.
 */
import { setup } from 'xstate';
import { type CertificateParams, lifeText } from './params';

/** Never had one; asked for the first; good; good and asked for the next; over. */
export type CertificateMode = 'none' | 'requested' | 'valid' | 'renewing' | 'expired';

/** What the machine can be told. */
export interface CertificateEvent {
  readonly type: 'request' | 'issue' | 'renew' | 'expire';
}

/** Words for drawing, depending on the setting. */
export interface CertificateMeta {
  readonly label: (params: CertificateParams) => string;
  /** Second line of a state. */
  readonly hint?: (params: CertificateParams) => string;
  /** The passing of time takes the arrow, not a message. */
  readonly isTimed?: boolean;
}

const percent = (share: number): string => `${String(Math.round(share * 1000) / 10)} %`;

function renewLabel({ ttlMs, graceRatio, jitterRatio }: CertificateParams): string {
  const spread = jitterRatio > 0 ? ` ± ${percent(jitterRatio)}` : '';
  return `${percent(graceRatio)}${spread} of ${lifeText(ttlMs)}`;
}

const life = ({ ttlMs }: CertificateParams): string => `${lifeText(ttlMs)} are over`;

const signed = {
  target: 'valid',
  description: 'The authority has signed; the proxy takes the new one over without closing a connection.',
  meta: { label: () => 'signed' },
} as const;

const over = {
  target: 'expired',
  description: 'Its time is over. New connections fail from now on, those that stand go on until they are renewed.',
  meta: { label: life, isTimed: true },
} as const;

/** The machine. */
export const certificateMachine = setup({
  types: { events: {} as CertificateEvent, meta: {} as CertificateMeta },
}).createMachine({
  id: 'certificate',
  description: 'A workload proves who it is with a certificate that is renewed long before it ends.',
  initial: 'none',
  states: {
    none: {
      description: 'The workload cannot prove who it is.',
      meta: { label: () => 'NONE', hint: () => 'no identity yet' },
      on: {
        request: { target: 'requested', description: 'A new pod asks the authority.', meta: { label: () => 'asks' } },
        issue: { ...signed, description: 'It was there before the run began.' },
      },
    },
    requested: {
      description: 'The first certificate has been asked for; a refusal is followed by another try.',
      meta: { label: () => 'REQUESTED', hint: () => 'waits for the authority' },
      on: { issue: signed },
    },
    valid: {
      description: 'Both ends can prove who they are.',
      meta: { label: () => 'VALID', hint: ({ ttlMs }) => `good for ${lifeText(ttlMs)}` },
      on: {
        renew: {
          target: 'renewing',
          description: 'Enough of its life is over: the next one is asked for while this one is still good.',
          meta: { label: renewLabel, isTimed: true },
        },
        expire: over,
      },
    },
    renewing: {
      description: 'Still good; the next one has been asked for, again and again if need be.',
      meta: { label: () => 'RENEWING', hint: () => 'still good' },
      on: { issue: signed, expire: over },
    },
    expired: {
      description: 'No new connection can be made until the authority signs a new one; it is asked again and again.',
      meta: { label: () => 'EXPIRED', hint: () => 'no new connections' },
      on: { issue: signed },
    },
  },
});
