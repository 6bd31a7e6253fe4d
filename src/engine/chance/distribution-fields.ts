/** How people choose a distribution of times. Ranges are those of `distributionSchema`. */
import type { DistributionSpec } from './distribution';
import type { FieldSpec, NumberField, VariantField } from '@/engine/field-spec';

const HOUR_MS = 3_600_000;
const ms = (path: string, label: string, min = 0): NumberField => ({
  control: 'number',
  path,
  label,
  help: '',
  unit: 'ms',
  min,
  max: HOUR_MS,
  isWhole: false,
});
const plain = (path: string, label: string, min: number, max: number, unit: string, isWhole = false): NumberField => ({
  control: 'number',
  path,
  label,
  help: '',
  unit,
  min,
  max,
  isWhole,
});
const twoPeaks: readonly FieldSpec[] = [
  ms('fastMs', 'Fast'),
  ms('slowMs', 'Slow'),
  plain('slowShare', 'Slow share', 0, 1, 'share'),
];

/** The field of a distribution at a place of the settings. */
export function distributionField(path: string, label: string, help: string): VariantField {
  return {
    control: 'variant',
    path,
    label,
    help,
    variants: [
      { kind: 'constant', label: 'constant', initial: { kind: 'constant', meanMs: 20 }, fields: [ms('meanMs', 'Always')] },
      { kind: 'exponential', label: 'exponential', initial: { kind: 'exponential', meanMs: 20 }, fields: [ms('meanMs', 'Mean')] },
      {
        kind: 'log-normal',
        label: 'log-normal',
        initial: { kind: 'log-normal', meanMs: 20, cv: 1 },
        fields: [ms('meanMs', 'Mean'), plain('cv', 'Spread (standard deviation / mean)', 0, 20, '')],
      },
      {
        kind: 'erlang',
        label: 'Erlang',
        initial: { kind: 'erlang', meanMs: 20, stages: 4 },
        fields: [ms('meanMs', 'Mean'), plain('stages', 'Stages', 1, 100, '', true)],
      },
      {
        kind: 'bimodal',
        label: 'two values',
        initial: { kind: 'bimodal', fastMs: 10, slowMs: 200, slowShare: 0.05 },
        fields: twoPeaks,
      },
      {
        kind: 'hyperexponential',
        label: 'two exponentials',
        initial: { kind: 'hyperexponential', fastMs: 10, slowMs: 200, slowShare: 0.05 },
        fields: twoPeaks,
      },
      {
        kind: 'uniform',
        label: 'uniform',
        initial: { kind: 'uniform', minMs: 10, maxMs: 30 },
        fields: [ms('minMs', 'From'), ms('maxMs', 'To')],
      },
      {
        kind: 'pareto',
        label: 'Pareto, bounded',
        initial: { kind: 'pareto', minMs: 10, maxMs: 2000, shape: 1.5 },
        fields: [ms('minMs', 'From', 0.001), ms('maxMs', 'To'), plain('shape', 'Shape', 0.001, 20, '')],
      },
    ],
  };
}

/** A distribution in a few words, such as "20 ms" or "about 20 ms". */
export function distributionWords(spec: DistributionSpec): string {
  switch (spec.kind) {
    case 'constant':
      return `${spec.meanMs} ms`;
    case 'bimodal':
    case 'hyperexponential':
      return `${spec.fastMs} or ${spec.slowMs} ms`;
    case 'uniform':
    case 'pareto':
      return `${spec.minMs} to ${spec.maxMs} ms`;
    default:
      return `about ${spec.meanMs} ms`;
  }
}
