/** How a number that a person typed is read, checked and written. Pure, so the fields above it stay thin. */

/** What a number field accepts. `min` and `max` are inclusive. */
export interface NumberRule {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** Only whole numbers. */
  readonly isWhole?: boolean | undefined;
  /** The unit as shown, used in the sentences. */
  readonly unit?: string | undefined;
}

export type NumberReading =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly sentence: string };

// 10,000 is ten thousand; 1,5 is one and a half: three digits after every comma mean thousands.
const withThousands = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const plain = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)$/;

function valueOf(text: string): number {
  const compact = text.replaceAll(/[\s\u00a0\u202f_']/g, '').replace('\u2212', '-');
  if (withThousands.test(compact)) return Number(compact.replaceAll(',', ''));
  if (plain.test(compact)) return Number(compact.replace(',', '.'));
  return Number.NaN;
}

/** Reads `text` as a decimal number and checks it against `rule`; a refusal comes with a sentence for people. */
export function readNumber(text: string, rule: NumberRule = {}): NumberReading {
  const trimmed = text.trim();
  if (trimmed === '') return { ok: false, sentence: 'Enter a number.' };
  const value = valueOf(trimmed);
  if (!Number.isFinite(value)) return { ok: false, sentence: `"${trimmed.slice(0, 20)}" is not a number.` };
  const suffix = rule.unit === undefined || rule.unit === '' ? '' : ` ${rule.unit}`;
  if (rule.isWhole === true && !Number.isInteger(value)) return { ok: false, sentence: 'Enter a whole number.' };
  if (rule.min !== undefined && value < rule.min) {
    return { ok: false, sentence: `Enter ${writeNumber(rule.min)}${suffix} or more.` };
  }
  if (rule.max !== undefined && value > rule.max) {
    return { ok: false, sentence: `Enter ${writeNumber(rule.max)}${suffix} or less.` };
  }
  return { ok: true, value: value === 0 ? 0 : value };
}

/** Writes a number the way the field shows it: thousands apart, at most six decimals, never in powers of ten. */
export function writeNumber(value: number): string {
  if (!Number.isFinite(value)) return '';
  return new Intl.NumberFormat('en-GB', { maximumFractionDigits: 6, useGrouping: true }).format(value);
}

function decimalsOf(step: number): number {
  const [, exponent] = /e-(\d+)$/.exec(String(step)) ?? [];
  if (exponent !== undefined) return Math.min(12, Number(exponent));
  return Math.min(12, String(step).split('.')[1]?.length ?? 0);
}

/** The value `steps` steps further, within the rule; 0.1 + 0.2 gives 0.3, whatever binary fractions say. */
export function stepNumber(value: number, steps: number, step: number, rule: NumberRule = {}): number {
  const decimals = Math.max(decimalsOf(step), decimalsOf(value));
  const moved = Number((value + steps * step).toFixed(decimals));
  return Math.min(rule.max ?? Number.POSITIVE_INFINITY, Math.max(rule.min ?? Number.NEGATIVE_INFINITY, moved));
}
