/** Business figures of a run: what the fallbacks' answers cost in orders. Only wires whose fallback keeps a ledger have them. */
import type { PolicyStack } from './build';

/** Counts of one wire since the start. `asked` is the sum of `won`, `lost`, `turnedAway` and `oversold`. */
export interface BusinessReport {
  /** Orders that got an answer or failed. */
  readonly asked: number;
  readonly won: number;
  /** Answered "out of stock" though it was there, or failed. */
  readonly lost: number;
  /** Answered "out of stock", rightly. */
  readonly turnedAway: number;
  /** Answered "in stock" though it was not. */
  readonly oversold: number;
  /** Oversells found and settled since. */
  readonly reconciled: number;
}

const FIGURES = ['asked', 'won', 'lost', 'turnedAway', 'oversold', 'reconciled'] as const;

/** The ledgers by wire; null when nobody keeps one. */
export function businessReport(policies: ReadonlyMap<string, PolicyStack>): Readonly<Record<string, BusinessReport>> | null {
  const found: Record<string, BusinessReport> = {};
  for (const [wire, stack] of policies) {
    for (const layer of stack.values()) {
      if ('business' in layer && isLedger(layer.business)) found[wire] = copyOf(layer.business);
    }
  }
  return Object.keys(found).length > 0 ? found : null;
}

function isLedger(value: unknown): value is BusinessReport {
  if (typeof value !== 'object' || value === null) return false;
  return FIGURES.every((figure) => typeof (value as Readonly<Record<string, unknown>>)[figure] === 'number');
}

function copyOf({ asked, won, lost, turnedAway, oversold, reconciled }: BusinessReport): BusinessReport {
  return { asked, won, lost, turnedAway, oversold, reconciled };
}
