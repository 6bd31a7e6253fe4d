/** What real meshes differ in when they renew certificates: one machine, these parameters (DOMAIN.md 5.2). */
import type { RandomStream } from '@/engine/chance/random-stream';
import { MS, type TimeUs, usFromMs } from '@/domain/time';

/** Parameters of a workload's certificates. */
export interface CertificateParams {
  /** Milliseconds that a certificate is good for, above 0. */
  readonly ttlMs: number;
  /** Share of its life after which a new one is asked for, above 0 and below 1. */
  readonly graceRatio: number;
  /** Largest deviation from that share, either way: keeps a fleet that started together from renewing together. */
  readonly jitterRatio: number;
  /** Milliseconds before the first new try after a refusal; doubled each time up to the cap, drawn from the upper half of it. */
  readonly retryMs: number;
  /** Longest wait between two tries, milliseconds. */
  readonly retryCapMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** A life for people: "24 h", "30 min", "90 s". */
export function lifeText(ms: number): string {
  const [unit, length] = ms >= 2 * HOUR_MS || ms % HOUR_MS === 0 ? ['h', HOUR_MS] : ms % MINUTE_MS === 0 ? ['min', MINUTE_MS] : ['s', 1000];
  return `${String(Math.round((ms / (length as number)) * 10) / 10)} ${String(unit)}`;
}

/** Microseconds of life before a new one is asked for, jitter drawn; never beyond a life's end by more than the settings say. */
export function renewAfterUs({ ttlMs, graceRatio, jitterRatio }: CertificateParams, stream: RandomStream): TimeUs {
  const share = graceRatio + (stream.uniform() * 2 - 1) * jitterRatio;
  return Math.max(1, usFromMs(ttlMs * share));
}

/** Microseconds before the next try after `failures` refusals in a row, 1 or more. */
export function retryAfterUs({ retryMs, retryCapMs }: CertificateParams, failures: number, stream: RandomStream): TimeUs {
  let waitMs = retryMs;
  for (let i = 1; i < failures && waitMs < retryCapMs; i++) waitMs *= 2;
  return Math.max(1, usFromMs(Math.min(waitMs, retryCapMs) * (0.5 + stream.uniform() / 2)));
}

/** What is wrong with a schedule, a sentence each. */
export function scheduleFaults({ ttlMs, graceRatio, jitterRatio }: CertificateParams): readonly string[] {
  const found: string[] = [];
  if (graceRatio + jitterRatio >= 1) {
    const lateMs = ttlMs * (graceRatio + jitterRatio);
    const text = `a certificate that lives ${lifeText(ttlMs)} would be renewed after up to ${lifeText(lateMs)}, when it has ended`;
    found.push(`${text}: keep grace ratio and jitter together below 1`);
  }
  if (jitterRatio >= graceRatio) {
    found.push(`with a jitter of ${jitterRatio} a certificate could be renewed before it is issued: keep it below the grace ratio`);
  }
  return found;
}

/** Throws a RangeError that names the first parameter out of range. */
export function validateCertificateParams(params: CertificateParams): void {
  const { ttlMs, graceRatio, jitterRatio, retryMs, retryCapMs } = params;
  if (!(ttlMs >= 1 / MS) || !Number.isFinite(ttlMs)) throw new RangeError('ttlMs must be above 0');
  if (!(graceRatio > 0 && graceRatio <= 1)) throw new RangeError('graceRatio must be above 0 and at most 1');
  if (!(jitterRatio >= 0 && jitterRatio < 1)) throw new RangeError('jitterRatio must be from 0 to below 1');
  if (!(retryMs > 0) || !(retryCapMs > 0)) throw new RangeError('retryMs and retryCapMs must be above 0');
}
