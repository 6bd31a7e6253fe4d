/**
 * What a fallback's answers about stock are worth: a ledger of the orders of one wire. The truth about each item is drawn from a
 * stream of its own, two draws per order whatever is answered, so that all ways of answering meet the same truth. An oversell
 * rate of about order rate × outage × share out of stock is what optimism costs (DOMAIN.md 7, rows 24 and 25).
 */
import { exp } from '@/engine/chance/ln';
import type { RandomStream } from '@/engine/chance/random-stream';
import type { TimeUs } from '@/domain/time';

/** The stock behind a wire. */
export interface StockSettings {
  /** Share of the items asked for that are out of stock in truth, 0 to 1. */
  readonly outOfStockShare: number;
  /** How often the stock of one item is settled anew (sold out or filled up, by the same share), 0 to 3,600 an hour. */
  readonly changesPerHour: number;
  /** A last known value older than this is not used: the request fails. 0 to 86,400,000 milliseconds; null has no limit. */
  readonly staleAfterMs: number | null;
  /** From the first answer after an outage until its oversells have been found and settled, 0 to 86,400,000 milliseconds. */
  readonly reconcileMs: number;
}

/** What a fallback says when the call has failed. */
export type FallbackAnswer = 'last-known' | 'optimistic' | 'pessimistic' | 'ask' | 'block';

/** The ledger's counts since the start of the run. `asked` is the sum of `won`, `lost`, `turnedAway` and `oversold`. */
export interface BusinessFigures {
  /** Orders that got an answer or failed. Those whose caller left before are not counted. */
  readonly asked: number;
  /** Told "in stock", and it was. */
  readonly won: number;
  /** Told "out of stock" though it was there, or failed. */
  readonly lost: number;
  /** Told "out of stock", and it was. */
  readonly turnedAway: number;
  /** Told "in stock" though it was not. */
  readonly oversold: number;
  /** Of these, found and settled. */
  readonly reconciled: number;
}

const HOUR_US = 3_600_000_000;

/**
 * Probability from 0 to 1 that a value of this age (microseconds) is outdated: 1 - e^(-age × rate), the chance of at least one
 * change when changes come at random `changesPerHour` times an hour.
 */
export function outdatedShare(ageUs: TimeUs, changesPerHour: number): number {
  return 1 - exp((-ageUs * changesPerHour) / HOUR_US);
}

/** See the file's header. */
export class Ledger implements BusinessFigures {
  asked = 0;
  won = 0;
  lost = 0;
  turnedAway = 0;
  oversold = 0;
  reconciled = 0;
  /** Moment of the last good answer. The store has been filled before the run begins. */
  private knownUs: TimeUs = 0;

  constructor(
    public settings: StockSettings,
    private readonly stream: RandomStream,
  ) {}

  /** The dependency has answered, and told the truth. */
  told(nowUs: TimeUs): void {
    this.knownUs = nowUs;
    this.toldByOther();
  }

  /** Somebody else who knows has answered in its place; what was last known of the dependency is as old as before. */
  toldByOther(): void {
    const isOut = this.isOutOfStock();
    this.stream.uniform();
    this.asked++;
    if (isOut) this.turnedAway++;
    else this.won++;
  }

  /** The call has failed and nobody answers in its place. */
  failed(): void {
    this.stream.uniform();
    this.stream.uniform();
    this.asked++;
    this.lost++;
  }

  /**
   * The fallback answers. An outdated last known value is an independent draw of the same item: it errs when that draw differs
   * from the truth, so the longest outage makes memory worthless, not always wrong.
   */
  guessed(answer: Exclude<FallbackAnswer, 'ask' | 'block'>, nowUs: TimeUs): void {
    const isOut = this.isOutOfStock();
    const draw = this.stream.uniform();
    this.asked++;
    if (this.saysOut(answer, isOut, draw, nowUs)) {
      if (isOut) this.turnedAway++;
      else this.lost++;
    } else if (isOut) this.oversold++;
    else this.won++;
  }

  /** Whether the last known value is too old to be used. */
  isTooOld(nowUs: TimeUs): boolean {
    const { staleAfterMs } = this.settings;
    return staleAfterMs !== null && nowUs - this.knownUs > staleAfterMs * 1000;
  }

  private isOutOfStock(): boolean {
    return this.stream.uniform() < this.settings.outOfStockShare;
  }

  private saysOut(answer: FallbackAnswer, isOut: boolean, draw: number, nowUs: TimeUs): boolean {
    if (answer !== 'last-known') return answer === 'pessimistic';
    const { outOfStockShare, changesPerHour } = this.settings;
    const otherShare = isOut ? 1 - outOfStockShare : outOfStockShare;
    const errs = draw < outdatedShare(nowUs - this.knownUs, changesPerHour) * otherShare;
    return isOut !== errs;
  }
}
