/** The third-party API: its quota to the millisecond (DOMAIN.md 4.1 and 4.3), its bill, its faults, and the invariants. */
import { describe, expect, it } from 'vitest';
import { thirdPartyKind } from './kind';
import { ThirdPartyModel } from './model';
import type { ThirdPartySettings } from './settings';
import { MS, SECOND } from '@/domain/time';
import { RunContext } from '@/engine/context';
import { Run } from '@/engine/run';
import { Wire } from '@/engine/wire';
import { Caller } from '@/kinds/database/test-caller';

const SETTINGS: ThirdPartySettings = { latency: { kind: 'constant', meanMs: 100 }, errorShare: 0, quota: null, priceCents: 0 };

interface Bench {
  readonly run: Run;
  readonly caller: Caller;
  readonly api: ThirdPartyModel;
}

function bench(own: Partial<ThirdPartySettings>): Bench {
  const context = new RunContext(1);
  const caller = new Caller(context);
  const api = new ThirdPartyModel(context, 'api', { ...SETTINGS, ...own });
  const wire = new Wire(context, 'wire', caller, api, { latencyMs: 0, jitterMs: 0, connectTimeoutMs: 5000 });
  wire.assemble([]);
  caller.out.push(wire);
  return { run: new Run(context, [caller, api], [wire], SECOND), caller, api };
}

function sound({ run }: Bench): void {
  run.check();
  expect(run.stopped).toBeNull();
}

describe('the quota', () => {
  it('admits what a fixed window admits in the reference trace (DOMAIN.md 4.1)', () => {
    const arrivals = [0, 100, 200, 300, 400, 500, 600, 900, 950, 1000, 1010, 1100, 1200, 1400, 1500, 1900, 2000, 2050, 2100, 2400];
    const lab = bench({ latency: { kind: 'constant', meanMs: 0 }, quota: { limit: 5, windowMs: 1000 } });
    for (const at of arrivals) {
      lab.run.advance(at * MS);
      lab.caller.send(0);
      lab.run.advance(at * MS);
    }
    const admitted = lab.caller.answers.map(({ reason }) => (reason === 'none' ? 1 : 0)).join('');
    expect(admitted).toBe('11111000011111001111');
    expect([lab.api.limited, lab.api.tally.completed]).toEqual([6, 14]);
    sound(lab);
  });

  it('says when to come again, in whole seconds rounded up', () => {
    const lab = bench({ quota: { limit: 1, windowMs: 10_000 } });
    lab.caller.send(0, 0);
    lab.run.advance(8_999 * MS);
    lab.caller.send(0);
    lab.run.advance(9_000 * MS);
    lab.caller.send(0);
    lab.run.advance(9_001 * MS);
    lab.caller.send(0);
    const limited = lab.caller.answers.filter(({ reason }) => reason === 'rate-limited');
    expect(limited.map(({ retryAfterMs }) => retryAfterMs)).toEqual([10_000, 2_000, 1_000, 1_000]);
    expect(lab.api.state).toBe('overloaded');
    lab.run.advance(10_000 * MS);
    expect(lab.api.state).toBe('idle');
  });

  it('begins anew when the length of the window changes, not when the limit does', () => {
    const lab = bench({ quota: { limit: 1, windowMs: 1000 } });
    lab.caller.send(0);
    lab.api.configure({ ...SETTINGS, quota: { limit: 2, windowMs: 1000 } });
    lab.caller.send(0, 0);
    expect(lab.api.limited).toBe(1);
    lab.api.configure({ ...SETTINGS, quota: { limit: 2, windowMs: 500 } });
    lab.caller.send(0, 0, 0);
    expect(lab.api.limited).toBe(2);
    sound(lab);
  });
});

describe('the bill', () => {
  it('charges every call within the quota at the price of its time, failures included', () => {
    const lab = bench({ priceCents: 3, errorShare: 1, quota: { limit: 4, windowMs: 60_000 } });
    lab.caller.send(0, 0, 0);
    expect(lab.api.costCents).toBe(9);
    lab.api.configure({ ...SETTINGS, priceCents: 10, errorShare: 1, quota: { limit: 4, windowMs: 60_000 } });
    expect(lab.api.costCents).toBe(9);
    lab.caller.send(0, 0);
    expect(lab.api.costCents).toBe(19);
    lab.run.advance(SECOND);
    expect(lab.api.tally.reasons()).toEqual({ error: 4, 'rate-limited': 1 });
    sound(lab);
  });
});

describe('calls', () => {
  it('never wait for each other', () => {
    const lab = bench({});
    lab.caller.send(...new Array<number>(500).fill(0));
    lab.run.advance(99 * MS);
    expect([lab.api.busy.value, lab.api.tally.completed]).toEqual([500, 0]);
    lab.run.advance(100 * MS);
    expect([lab.api.busy.value, lab.api.tally.completed]).toEqual([0, 500]);
  });

  it('break in a crash; those taken back are cancelled, in a crash, too', () => {
    const lab = bench({});
    const [first, second] = [lab.caller.send(0), lab.caller.send(0)];
    lab.caller.send(0, 0);
    lab.caller.leave(first);
    lab.api.afflict({ kind: 'crash', value: 0 });
    lab.caller.leave(second);
    lab.caller.send(0);
    lab.run.advance(SECOND);
    expect(lab.api.tally.reasons()).toEqual({ cancelled: 2, crashed: 2, unavailable: 1 });
    lab.api.relieve({ kind: 'crash', value: 0 });
    lab.caller.send(0);
    lab.run.advance(2 * SECOND);
    expect([lab.api.tally.completed, lab.api.holding(), lab.run.context.pool.live]).toEqual([1, 0, 0]);
    sound(lab);
  });

  it('take the value of a slow fault, and know no other fault', () => {
    const lab = bench({});
    lab.api.afflict({ kind: 'slow', value: 2000 });
    lab.caller.send(0);
    lab.api.relieve({ kind: 'slow', value: 2000 });
    lab.caller.send(0);
    lab.run.advance(3 * SECOND);
    expect(lab.caller.answers.map(({ atMs }) => atMs)).toEqual([100, 2000]);
    expect(lab.api.afflict({ kind: 'hang', value: 0 })).toBe(false);
  });

  it('fail by the own share and that of a fault independently', () => {
    const lab = bench({ errorShare: 0.5 });
    lab.api.afflict({ kind: 'errors', value: 0.5 });
    lab.caller.send(...new Array<number>(10_000).fill(0));
    lab.run.advance(SECOND);
    // 75 %, four standard deviations of 10,000 draws.
    expect(Math.abs(lab.api.tally.failed - 7500)).toBeLessThan(4 * 44);
  });
});

describe('the contract', () => {
  it('sums up pace, quota and price', () => {
    const { schema, summary } = thirdPartyKind;
    expect(summary(schema.parse({}))).toBe('about 120 ms');
    const full = { latency: { kind: 'constant', meanMs: 80 }, quota: { limit: 100, windowMs: 60_000 }, priceCents: 0.5 };
    expect(summary(schema.parse(full))).toBe('80 ms · 100 per 60 s · 0.5 ct a call');
    expect(schema.safeParse({ errorShare: 1.1 }).success).toBe(false);
    expect(schema.safeParse({ quota: { limit: 1, windowMs: 0 } }).success).toBe(false);
  });
});
