/** `histogram_quantile` over classic buckets: Prometheus' bucketQuantile (promql/quantile.go). */
import { chosen } from './labels';
import { labelsKey, type Sample } from './series';
import type { LabelChoice, Labels } from './syntax';

interface Bucket {
  readonly bound: number;
  count: number;
}

const BOUND = /^[+-]?(?:\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|inf)$/i;
const REST: LabelChoice = { isWithout: true, labels: ['le'] };

/** The upper bound that a label names; NaN when it names none. */
function boundOf(le: string): number {
  if (!BOUND.test(le)) return Number.NaN;
  if (/inf$/i.test(le)) return le.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(le);
}

/** Buckets with equal bounds become one; counts never fall from one bound to the next. */
function tidied(buckets: readonly Bucket[]): readonly Bucket[] {
  const found: Bucket[] = [];
  for (const { bound, count } of [...buckets].sort((a, b) => a.bound - b.bound)) {
    const last = found.at(-1);
    if (last?.bound === bound) last.count += count;
    else found.push({ bound, count });
  }
  let most = Number.NEGATIVE_INFINITY;
  for (const bucket of found) {
    most = Math.max(most, bucket.count);
    bucket.count = most;
  }
  return found;
}

/** The q-quantile, between two bounds by proportion. */
function quantile(q: number, raw: readonly Bucket[]): number {
  if (Number.isNaN(q)) return Number.NaN;
  if (q < 0) return Number.NEGATIVE_INFINITY;
  if (q > 1) return Number.POSITIVE_INFINITY;
  const buckets = tidied(raw);
  const last = buckets.at(-1);
  if (last?.bound !== Number.POSITIVE_INFINITY || buckets.length < 2) return Number.NaN;
  if (last.count === 0) return Number.NaN;
  const rank = q * last.count;
  const at = buckets.findIndex(({ count }, i) => i === buckets.length - 1 || count >= rank);
  const { bound, count } = buckets[at] as Bucket;
  const before = buckets[at - 1];
  if (at === buckets.length - 1) return (before as Bucket).bound;
  if (before === undefined) return bound <= 0 ? bound : bound * (rank / count);
  return before.bound + (bound - before.bound) * ((rank - before.count) / (count - before.count));
}

/** One quantile for each set of labels beside `le`. Series whose `le` is no number are passed over. */
export function quantiles(q: number, samples: readonly Sample[]): readonly Sample[] {
  const groups = new Map<string, { readonly labels: Labels; readonly buckets: Bucket[] }>();
  for (const sample of samples) {
    const bound = boundOf(sample.labels.get('le') ?? '');
    if (Number.isNaN(bound)) continue;
    const labels = chosen(sample, REST);
    const key = labelsKey(labels);
    const group = groups.get(key) ?? { labels, buckets: [] };
    groups.set(key, group);
    group.buckets.push({ bound, count: sample.value });
  }
  return [...groups.values()].map(({ labels, buckets }) => ({ name: '', labels, value: quantile(q, buckets) }));
}
