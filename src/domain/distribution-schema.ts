/** How files write distributions; all times in milliseconds, at most one hour. */
import * as z from 'zod/mini';

const ms = z.number().check(z.gte(0), z.lte(3_600_000));
const share = z.number().check(z.gte(0), z.lte(1));

/** Schema of a distribution. */
export const distributionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant'), meanMs: ms }),
  z.strictObject({ kind: z.literal('exponential'), meanMs: ms }),
  z.strictObject({ kind: z.literal('log-normal'), meanMs: ms, cv: z.number().check(z.gte(0), z.lte(20)) }),
  z.strictObject({ kind: z.literal('erlang'), meanMs: ms, stages: z.int().check(z.gte(1), z.lte(100)) }),
  z.strictObject({ kind: z.literal('bimodal'), fastMs: ms, slowMs: ms, slowShare: share }),
  z.strictObject({ kind: z.literal('hyperexponential'), fastMs: ms, slowMs: ms, slowShare: share }),
  z.strictObject({ kind: z.literal('uniform'), minMs: ms, maxMs: ms }),
  z.strictObject({ kind: z.literal('pareto'), minMs: ms.check(z.gt(0)), maxMs: ms, shape: z.number().check(z.gt(0), z.lte(20)) }),
]);
