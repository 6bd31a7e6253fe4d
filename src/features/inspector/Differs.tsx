/** Where parts that are edited together have not the same value: who has which, and one press to make it the same. */
import type { ReactNode } from 'react';
import { differing, differsWords, type Other } from './together';
import type { FieldSpec } from '@/engine/field-spec';
import { Button } from '@/ui';

/** Draws nothing where all have the same. */
export function Differs({ field, path, value, others, onSame }: {
  readonly field: FieldSpec;
  readonly path: string;
  /** The value of the part that is shown. */
  readonly value: unknown;
  readonly others: readonly Other[];
  readonly onSame: () => void;
}): ReactNode {
  const odd = differing(field, path, value, others);
  if (odd.length === 0) return null;
  const { who, same } = differsWords(field, path, value, odd);
  return (
    <p className="field-differs">
      <span>{who}</span>
      <Button size="small" aria-label={`${field.label}: ${same}`} onClick={onSame}>{same}</Button>
    </p>
  );
}
