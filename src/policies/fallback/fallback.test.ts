/** The fallback's ways of answering, and the ledger of what they cost (DOMAIN.md 7, rows 24 and 25). */
import { describe, expect, it } from 'vitest';
import { type BusinessFigures, type FallbackAnswer, Ledger, outdatedShare, type StockSettings } from './ledger';
import { FallbackLayer, type FallbackSettings } from './model';
import { fallbackPolicy } from './policy';
import { OK, reasonCode, type ReasonCode } from '@/domain/reasons';
import { SECOND, type TimeUs } from '@/domain/time';
import { type Call, Purpose } from '@/engine/call';
import { RunContext } from '@/engine/context';
import { Layer, stack } from '@/engine/layer';
import { Run } from '@/engine/run';

const ERROR = reasonCode('error');
const STOCK: StockSettings = { outOfStockShare: 0.02, changesPerHour: 1, staleAfterMs: null, reconcileMs: 30_000 };

/** An end of the wire: keeps how the last call ended. */
class End extends Layer {
  ended: ReasonCode = -1;
  override settle(call: Call): void {
    this.ended = call.reason;
  }
}

class World {
  readonly context: RunContext;
  readonly layer: FallbackLayer;
  readonly top: End;

  constructor(settings: Partial<FallbackSettings>, seed = 1) {
    this.context = new RunContext(seed);
    this.layer = new FallbackLayer(this.context, 'wire', { answerMs: 0, ...settings });
    this.top = new End(1);
    stack([this.top, this.layer, new End(2)]);
  }

  /** One answer from below; how it ends for the caller. */
  answer(reason: ReasonCode, purpose: Purpose = Purpose.request): ReasonCode {
    const call = this.context.pool.take({ deliver: () => undefined, dropped: () => undefined, withdraw: () => undefined });
    call.purpose = purpose;
    call.reason = reason;
    this.layer.settle(call);
    this.context.pool.give(call);
    return this.top.ended;
  }

  /** Answers one call every 10 ms. */
  many(count: number, reason: ReasonCode): void {
    const { agenda } = this.context;
    for (let i = 0; i < count; i++) {
      agenda.nowUs += 10_000;
      this.answer(reason);
    }
  }

  get figures(): BusinessFigures {
    const { business } = this.layer;
    if (business === null) throw new Error('no ledger');
    const { asked, won, lost, turnedAway, oversold, reconciled } = business;
    return { asked, won, lost, turnedAway, oversold, reconciled };
  }
}

describe('the answers', () => {
  it.each([
    ['last-known', OK, 1],
    ['optimistic', OK, 1],
    ['pessimistic', OK, 1],
    ['block', ERROR, 0],
  ] as const)('%s ends a failed call with %d', (answer, ended, rescued) => {
    const world = new World({ answer });
    expect(world.answer(ERROR)).toBe(ended);
    expect(world.layer.rescued).toBe(rescued);
    expect(world.layer.business).toBeNull();
  });

  it('a file that names the answer time alone keeps its behaviour', () => {
    expect(fallbackPolicy.schema.parse({ answerMs: 5 })).toEqual({ answerMs: 5, answer: 'last-known', ask: '', business: null });
    expect(new World({}).answer(ERROR)).toBe(OK);
  });

  it('a last known value that is too old is not used, one at its limit is', () => {
    const world = new World({ business: { ...STOCK, staleAfterMs: 1000 } });
    world.context.agenda.nowUs = SECOND;
    expect(world.answer(ERROR)).toBe(OK);
    world.context.agenda.nowUs = SECOND + 1;
    expect(world.answer(ERROR)).toBe(ERROR);
    expect(world.figures).toMatchObject({ asked: 2, lost: 1 });
    expect(world.answer(OK)).toBe(OK);
    expect(world.answer(ERROR)).toBe(OK);
  });
});

describe('the ledger', () => {
  it.each([1, 2, 3])('optimism oversells order rate × outage × share out of stock, seed %d', (seed) => {
    // 100 orders a second, an outage of 200 s, 5 % out of stock: 1000; the standard deviation is 30.8.
    const world = new World({ answer: 'optimistic', business: { ...STOCK, outOfStockShare: 0.05 } }, seed);
    world.many(20_000, ERROR);
    const { asked, won, lost, turnedAway, oversold } = world.figures;
    expect(Math.abs(oversold - 1000)).toBeLessThan(4 * 30.8);
    expect([asked, won, lost, turnedAway]).toEqual([20_000, 20_000 - oversold, 0, 0]);
  });

  it('all answers meet the same truth: pessimism loses what optimism wins, blocking loses all', () => {
    const run = (answer: FallbackAnswer): BusinessFigures => {
      const world = new World({ answer, business: STOCK });
      world.many(5000, ERROR);
      return world.figures;
    };
    const [bold, shy, blocked] = [run('optimistic'), run('pessimistic'), run('block')];
    expect(bold.oversold).toBeGreaterThan(0);
    expect(shy).toEqual({ ...bold, won: 0, lost: bold.won, turnedAway: bold.oversold, oversold: 0 });
    expect(blocked).toEqual({ asked: 5000, won: 0, lost: 5000, turnedAway: 0, oversold: 0, reconciled: 0 });
  });

  it('a normal answer tells the truth, and health checks are no orders', () => {
    const world = new World({ business: { ...STOCK, outOfStockShare: 0.5 } });
    world.many(1000, OK);
    world.answer(OK, Purpose.probe);
    world.answer(ERROR, Purpose.probe);
    const { asked, won, lost, turnedAway, oversold } = world.figures;
    expect([asked, lost, oversold]).toEqual([1000, 0, 0]);
    // Binomial: 500 with a standard deviation of 15.8.
    expect(Math.abs(won - 500)).toBeLessThan(64);
    expect(turnedAway).toBe(1000 - won);
  });

  it('outdated: 1 - e^(-age × rate)', () => {
    expect(outdatedShare(0, 60)).toBe(0);
    expect(outdatedShare(60 * SECOND, 60)).toBeCloseTo(1 - Math.exp(-1), 12);
    expect(outdatedShare(1800 * SECOND, 2)).toBeCloseTo(0.6321205588, 9);
  });

  it.each([
    // Age, expected share of oversells: outdated share × 0.2 × 0.8, and as many lost orders.
    [0, 0],
    [60 * SECOND, 0.632120559 * 0.16],
    [3600 * SECOND, 0.16],
  ])('last known values %d µs old err both ways alike', (ageUs: TimeUs, share) => {
    const stock = { ...STOCK, outOfStockShare: 0.2, changesPerHour: 60 };
    const ledger = new Ledger(stock, new RunContext(5).stream('wire', 'stock'));
    for (let i = 0; i < 20_000; i++) ledger.guessed('last-known', ageUs);
    const bound = 4 * Math.sqrt(20_000 * share * (1 - share));
    expect(Math.abs(ledger.oversold - 20_000 * share)).toBeLessThanOrEqual(bound);
    expect(Math.abs(ledger.lost - 20_000 * share)).toBeLessThanOrEqual(bound);
  });

  it('settles oversells the set time after the first good answer, those of the next outage after its own', () => {
    const world = new World({ answer: 'optimistic', business: { ...STOCK, outOfStockShare: 1 } });
    const run = new Run(world.context, [], [], SECOND);
    const runTo = (us: TimeUs): boolean => run.advance(us);
    world.many(100, ERROR);
    runTo(10 * SECOND);
    expect(world.figures).toMatchObject({ oversold: 100, reconciled: 0 });
    world.answer(OK);
    runTo(20 * SECOND);
    world.answer(ERROR);
    runTo(40 * SECOND - 1);
    expect(world.figures.reconciled).toBe(0);
    runTo(40 * SECOND);
    expect(world.figures).toMatchObject({ oversold: 101, reconciled: 100 });
    world.answer(OK);
    runTo(70 * SECOND);
    expect(world.figures.reconciled).toBe(101);
    expect(world.layer.fault()).toBeNull();
  });
});
