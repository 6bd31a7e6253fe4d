/** Settings of a key service. */
import type { DistributionSpec } from '@/engine/chance/distribution';

/** How the keys change and how fast they are handed out. */
export interface IdentityProviderSettings {
  /** Milliseconds that a key signs before the next takes over, 1,000 to 2,592,000,000 (30 days); null: for ever. */
  readonly rotateEveryMs: number | null;
  /** Milliseconds before its first use that a new key is already published, 0 to 86,400,000. */
  readonly leadMs: number;
  /** Milliseconds after its last use that an old key is still published, 0 to 86,400,000. */
  readonly graceMs: number;
  /** Time to answer a request for the keys. */
  readonly answerMs: DistributionSpec;
}
