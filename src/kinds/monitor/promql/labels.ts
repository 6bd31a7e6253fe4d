/** Sets of labels of results: what a grouping or a matching leaves of them. */
import { labelsKey, type Sample } from './series';
import { type LabelChoice, type Labels, Refusal } from './syntax';

/** The name of the metric as a label. */
const NAME = '__name__';

/** What a choice leaves of a series' labels; the name of the metric only if it is asked for. */
export function chosen({ name, labels }: Sample, { isWithout, labels: listed }: LabelChoice): Labels {
  const left = new Map<string, string>();
  if (!isWithout && name !== '' && listed.includes(NAME)) left.set(NAME, name);
  for (const [label, value] of labels) if (listed.includes(label) !== isWithout) left.set(label, value);
  return left;
}

/** The same series without the name of its metric. */
export function nameless({ labels }: Sample, value: number): Sample {
  return { name: '', labels, value };
}

/** Refuses a result that holds a set of labels twice. */
export function distinct(samples: readonly Sample[], at: number): readonly Sample[] {
  const seen = new Set<string>();
  for (const { name, labels } of samples) {
    const key = `${name}\u0000${labelsKey(labels)}`;
    if (seen.has(key)) throw new Refusal({ at, says: 'two series of the result have the same labels' });
    seen.add(key);
  }
  return samples;
}
