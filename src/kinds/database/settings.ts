/** Settings of a database. */
import type { DistributionSpec } from '@/engine/chance/distribution';

/** How a database and the pool of connections in front of it work. */
export interface DatabaseSettings {
  /** Queries that may run at once, 1 to 100,000. */
  readonly connections: number;
  /** How long a query holds its connection. */
  readonly query: DistributionSpec;
  /** Callers that may wait for a connection, 0 to 10,000,000; null is without limit. */
  readonly queueLimit: number | null;
  /** How long a caller waits for a connection, 0 to 3,600,000 milliseconds; null waits for ever. */
  readonly waitMs: number | null;
}
