/** Axes and figures as people read them. */
import { describe, expect, it } from 'vitest';
import {
  countText,
  linearAxis,
  logAxis,
  momentText,
  placeOn,
  shortCount,
  shortSpan,
  spanText,
  spanUnit,
  timeTicks,
} from './ticks';

const labels = ({ ticks }: { ticks: readonly { label: string }[] }): string[] => ticks.map(({ label }) => label);

describe('an axis of counts', () => {
  it('begins at 0 and ends at a round number above the greatest', () => {
    expect(labels(linearAxis(10_931))).toEqual(['0', '5 k', '10 k', '15 k']);
    expect(labels(linearAxis(412))).toEqual(['0', '200', '400', '600']);
    expect(labels(linearAxis(0, 10))).toEqual(['0', '5', '10']);
  });

  it.each([1, 3, 7, 12, 57, 99, 100, 101, 366, 999, 1234, 10_000, 25_001, 1e6, 7.3e8])(
    'holds %d with three to five values',
    (greatest) => {
      const { ticks, high } = linearAxis(greatest);
      expect(high).toBeGreaterThanOrEqual(greatest);
      expect(high).toBeLessThanOrEqual(Math.max(greatest, 4) * 2.5);
      expect(ticks.length).toBeGreaterThanOrEqual(3);
      expect(ticks.length).toBeLessThanOrEqual(5);
    },
  );
});

describe('an axis of spans', () => {
  it('goes in decades, or in thirds of one where there are few', () => {
    expect(labels(logAxis(21, 36_000))).toEqual(['10 ms', '100 ms', '1 s', '10 s']);
    expect(labels(logAxis(22, 31))).toEqual(['10 ms', '30 ms', '100 ms']);
  });

  it('places equal factors at equal distances', () => {
    const axis = logAxis(10, 9000);
    expect(placeOn(axis, axis.low)).toBeCloseTo(0);
    expect(placeOn(axis, axis.high)).toBeCloseTo(1);
    expect(placeOn(axis, 100) - placeOn(axis, 10)).toBeCloseTo(placeOn(axis, 1000) - placeOn(axis, 100));
  });

  it('never begins at zero', () => {
    expect(logAxis(0, 0).low).toBeGreaterThan(0);
  });
});

describe('figures', () => {
  it('are short at axes and whole beside them', () => {
    expect([shortCount(0), shortCount(950), shortCount(2500), shortCount(1.5e6)]).toEqual(['0', '950', '2.5 k', '1.5 M']);
    expect([countText(7001.4), countText(0), countText(2.5)]).toEqual(['7,001', '0', '2.5']);
    expect([shortSpan(30), shortSpan(1500), shortSpan(120_000)]).toEqual(['30 ms', '1.5 s', '2 min']);
  });

  it('share one unit, so that they can be compared', () => {
    expect(spanUnit(44)).toBe('ms');
    expect([23.31, 31.04, 144].map((ms) => spanText(ms, 'ms'))).toEqual(['23.3', '31', '144']);
    expect(spanUnit(1200)).toBe('s');
    expect([500, 1234, 19_240].map((ms) => spanText(ms, 's'))).toEqual(['0.50', '1.23', '19.2']);
  });
});

describe('moments', () => {
  it('stand at round distances', () => {
    expect(timeTicks(120_000_000, 5).map(({ label }) => label)).toEqual(['0:00', '0:30', '1:00', '1:30', '2:00']);
    expect(timeTicks(2_000_000, 5).map(({ label }) => label)).toEqual(['0:00.0', '0:00.5', '0:01.0', '0:01.5', '0:02.0']);
  });

  it('are written with tenths', () => {
    expect([momentText(62_000_000), momentText(9_999_999), momentText(0)]).toEqual(['1:02.0', '0:09.9', '0:00.0']);
  });
});
