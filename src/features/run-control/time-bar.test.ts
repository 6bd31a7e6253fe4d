/** The time bar's texts, and where faults and changes of mode stand in its lane. */
import { describe, expect, it } from 'vitest';
import { barsOf, isSameFault, movedBegin, rowsOf, ticksOf } from './lane';
import { endsSeek } from './use-seek';
import { lengthText, noticeOf, rulerTicks, spokenMoment } from './words';
import { EMPTY_SCENARIO, withCalls, withNames } from '../shared/test-scenario';
import { clockText } from '../shared/words';
import type { Transition } from '@/engine/context';
import type { ScenarioFault } from '@/scenario/schema';

const scenario = withCalls(withNames(EMPTY_SCENARIO, { shop: 'Shop', stock: '' }), { wire: ['shop', 'stock'] });
const endUs = 120_000_000;
const fault = (atMs: number, durationMs: number | null) => {
  return { kind: 'slow', target: 'shop', atMs, durationMs, value: 500, share: 1, jitterMs: 0, hidden: false };
};
const change = (atUs: number, where: string, to: string, why = '', machine = 'circuit breaker'): Transition => ({
  atUs,
  where,
  machine,
  from: '',
  to,
  why,
});

describe('the clock', () => {
  it('shows minutes, seconds and tenths, and never rounds up to a moment that is not reached', () => {
    expect([0, 62_000_000, 59_999_999, 3_661_500_000].map(clockText)).toEqual(['0:00.0', '1:02.0', '0:59.9', '61:01.5']);
    expect([endUs, 500_000].map(lengthText)).toEqual(['2:00', '0:00.5']);
  });

  it('is spoken in seconds', () => {
    expect(spokenMoment(41_234_567, endUs)).toBe('41.2 s of 120 s');
  });

  it('has a ruler at round distances', () => {
    expect(rulerTicks(endUs, 7).map(({ label }) => label)).toEqual(['0:00', '0:20', '0:40', '1:00', '1:20', '1:40', '2:00']);
    expect(rulerTicks(0, 7)).toEqual([]);
  });
});

const listed = (...faults: readonly ScenarioFault[]) => faults.map((one, index) => ({ fault: one, index }));

describe('the fault lane', () => {
  it('gives faults that overlap rows of their own, and uses a row again when it is free', () => {
    const bars = barsOf(listed(fault(60_000, 10_000), fault(0, 30_000), fault(20_000, 20_000), fault(30_000, 10_000)), endUs, 0.05);
    expect(bars.map(({ index, row }) => [index, row])).toEqual([
      [1, 0],
      [2, 1],
      [3, 0],
      [0, 0],
    ]);
    expect(rowsOf(bars)).toBe(2);
    expect(rowsOf([])).toBe(1);
  });

  it('keeps room for labels that are longer than their bars', () => {
    expect(barsOf(listed(fault(0, 1000), fault(2000, 1000)), endUs, 0.15).map(({ row }) => row)).toEqual([0, 1]);
  });

  it('draws an open end to the end of the run, and nothing that begins after it', () => {
    expect(barsOf(listed(fault(30_000, null), fault(130_000, null)), endUs, 0.1)).toMatchObject([
      { from: 0.25, to: 1, isOpenEnded: true },
    ]);
  });

  it('moves begins by whole seconds and keeps them inside the run', () => {
    expect(movedBegin(20_500, 1000, endUs)).toBe(21_500);
    expect(movedBegin(20_500, 1234, endUs)).toBe(22_000);
    expect(movedBegin(500, -1000, endUs)).toBe(0);
    expect(movedBegin(119_000, 5000, endUs)).toBe(119_000);
  });

  it('knows a fault again by what the run calls the same', () => {
    expect(isSameFault(fault(5, null), fault(5, 100))).toBe(true);
    expect(isSameFault(fault(5, null), fault(6, null))).toBe(false);
  });

  it('shows changes of mode as signs, the gravest where several fall together, and no faults', () => {
    const ticks = ticksOf(
      scenario,
      [
        change(12_000_000, 'wire', 'half-open'),
        change(12_100_000, 'wire', 'open'),
        change(60_000_000, 'shop', 'crashLoopBackOff', 'out of memory', 'pod 1'),
        change(90_000_000, 'shop', 'starting', '', 'pod 1'),
        change(95_000_000, 'shop', 'fault', '', 'fault slow'),
      ],
      endUs,
      0.01,
    );
    expect(ticks.map(({ at, kind, text, more }) => [Math.round(at * 1000) / 1000, kind, text, more])).toEqual([
      [0.101, 'open', 'Shop to stock: breaker opened', 1],
      [0.5, 'death', 'Shop: pod died', 0],
    ]);
  });
});

describe('the notice', () => {
  const status = {
    failure: null,
    stopped: null,
    isPlaying: false,
    isSeeking: false,
    isAtEnd: false,
    atUs: 60_000_000,
    isReady: true,
  };
  const death = change(60_000_000, 'shop', 'crashLoopBackOff', 'out of memory with 11,032 requests held');

  it('says where a run stopped and what to do', () => {
    const stopped = { limit: 'more than 10 events', where: 'shop', advice: 'lower the traffic' };
    expect(noticeOf(scenario, { ...status, stopped }, [], [])).toEqual({
      tone: 'warn',
      title: 'Stopped at Shop: more than 10 events.',
      text: 'Lower the traffic.',
      action: 'Run again',
    });
  });

  it('says that the document is safe when the engine broke', () => {
    expect(noticeOf(scenario, { ...status, failure: 'boom' }, [], [])).toMatchObject({
      tone: 'bad',
      text: 'Boom. Your scenario is safe.',
      action: 'Start again',
    });
  });

  it('says why it paused by itself, and only then', () => {
    expect(noticeOf(scenario, status, [death], ['crashLoopBackOff'])).toEqual({
      tone: 'info',
      title: 'Paused. Shop: pod died.',
      text: 'Out of memory with 11,032 requests held.',
      action: null,
    });
    expect(noticeOf(scenario, status, [death], [])).toBeNull();
    expect(noticeOf(scenario, { ...status, isPlaying: true }, [death], ['crashLoopBackOff'])).toBeNull();
    expect(noticeOf(scenario, { ...status, atUs: 70_000_000 }, [death], ['crashLoopBackOff'])).toBeNull();
  });
});

describe('a wanted moment', () => {
  const sent = new Set([60_000_000, 50_000_000]);

  it('is reached there, or where the run stops by itself, and not where an earlier wish ends', () => {
    expect(endsSeek(50_000_000, true, 50_000_000, sent)).toBe(true);
    expect(endsSeek(60_000_000, true, 50_000_000, sent)).toBe(false);
    expect(endsSeek(41_000_000, true, 50_000_000, sent)).toBe(true);
    expect(endsSeek(41_000_000, false, 50_000_000, sent)).toBe(false);
  });
});
