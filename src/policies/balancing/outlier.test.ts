/** Outlier detection alone, by Envoy's rules. */
import { describe, expect, it } from 'vitest';
import { OutlierDetection, successRateThreshold } from './outlier';
import { OUTLIER_PRESETS, type OutlierSettings } from './outlier-settings';
import { SECOND } from '@/domain/time';
import { RandomStream } from '@/engine/chance/random-stream';
import { Endpoint } from '@/engine/endpoints';

function world(hosts: number, own: Partial<OutlierSettings> = {}) {
  const clock = { nowUs: 0 };
  const list = Array.from({ length: hosts }, (_, i) => new Endpoint(i + 1, 0));
  const whys: string[] = [];
  const owner = { hosts: list, changed: (_: Endpoint, why: string) => whys.push(why) };
  const stream = new RandomStream(1, 'test', 'outliers');
  const detection = new OutlierDetection(owner, stream, clock, { ...OUTLIER_PRESETS.envoy, ...own });
  const host = (at: number): Endpoint => list[at] as Endpoint;
  const answer = (at: number, status: number, times = 1): void => {
    for (let i = 0; i < times; i++) detection.answered(host(at), status);
  };
  const sweepAt = (seconds: number): void => {
    clock.nowUs = seconds * SECOND;
    detection.sweep();
  };
  return { clock, detection, host, answer, sweepAt, whys, out: () => list.filter((e) => e.isEjected).map((e) => e.address) };
}

describe('failures in a row', () => {
  it('eject at the fifth; a success in between begins anew', () => {
    const { answer, out } = world(10);
    answer(0, 500, 4);
    answer(0, 200);
    answer(0, 503, 4);
    expect(out()).toEqual([]);
    answer(0, 504);
    expect(out()).toEqual([1]);
  });

  it('do not count answers below 500', () => {
    const { answer, out } = world(10);
    answer(0, 429, 100);
    expect(out()).toEqual([]);
  });

  it('of gateways eject only where enforced, and 500 is none', () => {
    const alone = { enforcing5xx: 0, enforcingGateway: 100 };
    const on = world(10, alone);
    on.answer(0, 503, 4);
    on.answer(0, 500);
    on.answer(0, 502, 4);
    expect(on.out()).toEqual([]);
    on.answer(0, 504);
    expect(on.out()).toEqual([1]);
    const off = world(10, { enforcing5xx: 0 });
    off.answer(0, 503, 50);
    expect(off.out()).toEqual([]);
  });
});

describe('the highest share of ejected hosts', () => {
  it.each([
    [9, false, []],
    [9, true, [1]],
    [10, false, [1]],
    [19, false, [1]],
    [20, false, [1, 2]],
  ] as const)('a tenth of %d hosts, one always: %s', (hosts, alwaysEjectOneHost, expected) => {
    const { answer, out, detection } = world(hosts, { alwaysEjectOneHost });
    for (let at = 0; at < 3; at++) answer(at, 500, 5);
    expect(out()).toEqual(expected);
    expect([detection.enforced, detection.overflow]).toEqual([expected.length, 3 - expected.length]);
  });
});

describe('rates, compared at a sweep', () => {
  const failing = (rates: readonly number[], own: Partial<OutlierSettings> = {}, volume = 100) => {
    const made = world(10, { consecutive5xx: 1000, ...own });
    rates.forEach((rate, at) => {
      made.answer(at, 200, (rate * volume) / 100);
      made.answer(at, 500, volume - (rate * volume) / 100);
    });
    made.sweepAt(10);
    return made;
  };

  it('have threshold 52 for {50, 100, 100, 100, 100}', () => {
    expect(successRateThreshold([50, 100, 100, 100, 100], 1.9)).toBe(52);
  });

  it('eject the host of 50 %', () => {
    expect(failing([50, 100, 100, 100, 100]).out()).toEqual([1]);
    expect(failing([50, 100, 100, 100, 100]).whys).toEqual(['10.0.0.1 is out for 30 s: 50.0 % succeeded, below 52.0 %']);
  });

  it('need five hosts, 100 requests each, and enforcement', () => {
    expect(failing([50, 100, 100, 100]).out()).toEqual([]);
    expect(failing([50, 100, 100, 100, 100], {}, 98).out()).toEqual([]);
    expect(failing([50, 100, 100, 100, 100], { ...OUTLIER_PRESETS.istio, consecutive5xx: 1000 }).out()).toEqual([]);
  });

  it('are those of one interval', () => {
    const made = failing([100, 100, 100, 100, 100], {}, 60);
    for (let at = 0; at < 5; at++) made.answer(at, at === 0 ? 500 : 200, 60);
    made.sweepAt(20);
    expect(made.out()).toEqual([]);
  });

  it('of failure eject at 85 % when enforced', () => {
    const own = { enforcingSuccessRate: 0, enforcingFailurePercent: 100 };
    expect(failing([15, 100, 100, 100, 100], own).out()).toEqual([1]);
    expect(failing([16, 100, 100, 100, 100], own).out()).toEqual([]);
    expect(failing([10, 100, 100, 100, 100], own, 50).out()).toEqual([1]);
    expect(failing([10, 100, 100, 100, 100], own, 40).out()).toEqual([]);
    expect(failing([10, 100, 100, 100], own).out()).toEqual([]);
    expect(failing([10, 100, 100, 100, 100], { enforcingSuccessRate: 0 }).out()).toEqual([]);
  });
});

describe('the way back', () => {
  it('is at a sweep only, when the time is over', () => {
    const { clock, answer, sweepAt, out } = world(10);
    clock.nowUs = 1 * SECOND;
    answer(0, 500, 5);
    for (const seconds of [10, 20, 30]) sweepAt(seconds);
    expect(out()).toEqual([1]);
    sweepAt(31);
    expect(out()).toEqual([]);
  });

  it('takes longer each time, and each sweep in rotation forgives one', () => {
    const { clock, answer, sweepAt, out } = world(10);
    answer(0, 500, 5);
    sweepAt(30);
    expect(out()).toEqual([]);
    answer(0, 500, 5);
    sweepAt(89);
    expect(out()).toEqual([1]);
    sweepAt(90);
    // Two in a row; one sweep in rotation leaves one, so the next is the second again.
    sweepAt(100);
    clock.nowUs = 101 * SECOND;
    answer(0, 500, 5);
    sweepAt(160);
    expect(out()).toEqual([1]);
    sweepAt(161);
    expect(out()).toEqual([]);
  });

  it('begins with a clean count: answers of before the return do not help to eject', () => {
    const { answer, sweepAt, out } = world(10);
    answer(0, 500, 9);
    sweepAt(30);
    answer(0, 500, 4);
    expect(out()).toEqual([]);
  });

  it('is at once when outlier detection ends', () => {
    const { answer, detection, out } = world(10);
    answer(0, 500, 5);
    detection.release();
    expect(out()).toEqual([]);
  });
});
