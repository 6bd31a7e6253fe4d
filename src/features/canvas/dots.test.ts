/** Dots are the run's marks: each is under way for its time and no longer, on its lane, and stands still with the clock. */
import { describe, expect, it } from 'vitest';
import { Density, dotsText, measureFor, MOST_DOTS } from './density';
import { Dots, type DotPlace, placeDot, travelUs } from './dots';
import { MARKS, Mark } from '@/engine/trace';
import { TRAVEL_S } from '@/worker/protocol';

function seen(dots: Dots, nowUs: number, spanUs = 900_000): (readonly [number, Mark, number])[] {
  const list: (readonly [number, Mark, number])[] = [];
  dots.each(nowUs, spanUs, (wire, mark, share) => list.push([wire, mark, share]));
  return list;
}

function placeAt(mark: Mark, share: number, gate = 0.5): DotPlace {
  const place: DotPlace = { share: 0, lane: 0, alpha: 0 };
  placeDot(mark, share, gate, place);
  return place;
}

describe('dots', () => {
  it('begin at their mark, travel for a set time of the wall, and end', () => {
    const dots = new Dots();
    dots.add(new Float64Array([1_000_000, 2, Mark.request]));
    expect(seen(dots, 999_999)).toEqual([]);
    expect(seen(dots, 1_000_000)).toEqual([[2, Mark.request, 0]]);
    expect(seen(dots, 1_450_000)).toEqual([[2, Mark.request, 0.5]]);
    expect(seen(dots, 1_450_000)).toEqual(seen(dots, 1_450_000));
    expect(seen(dots, 1_900_000)).toEqual([]);
    expect(travelUs(4)).toBe(4 * travelUs(1));
  });

  it('are forgotten in the order in which they came, and the oldest when there are too many', () => {
    const dots = new Dots();
    const marks = new Float64Array(9000 * 3).map((_, i) => (i % 3 === 0 ? i / 3 : 0));
    dots.add(marks);
    expect(dots.size).toBe(8192);
    expect(seen(dots, 9000, 100_000)[0]?.[2]).toBeCloseTo((9000 - 808) / 100_000);
    dots.forgetBefore(8999);
    expect(dots.size).toBe(1);
    dots.clear();
    expect(seen(dots, 9000)).toEqual([]);
  });

  it('stay on their wire, whatever they are', () => {
    for (let mark = 0; mark < MARKS; mark++) {
      for (let share = 0; share < 1; share += 0.05) {
        const place = placeAt(mark as Mark, share);
        expect(place.share).toBeGreaterThanOrEqual(0);
        expect(place.share).toBeLessThanOrEqual(1);
        expect(place.alpha).toBeGreaterThan(0);
        expect(place.alpha).toBeLessThanOrEqual(1);
      }
    }
  });

  it('run out on one lane and back on the other', () => {
    expect(placeAt(Mark.request, 0.25)).toEqual({ share: 0.25, lane: 1, alpha: 1 });
    expect(placeAt(Mark.success, 0.25)).toEqual({ share: 0.75, lane: -1, alpha: 1 });
  });

  it('never pass the switch when they are refused, and come back from it when the fallback answers', () => {
    for (let share = 0; share < 1; share += 0.1) {
      expect(placeAt(Mark.refused, share, 0.4).share).toBeLessThanOrEqual(0.4);
      expect(placeAt(Mark.fallback, share, 0.4).share).toBeLessThanOrEqual(0.4);
    }
    expect(placeAt(Mark.refused, 0.99).alpha).toBeLessThan(0.05);
  });
});

it('the legend says how many requests a dot stands for', () => {
  expect(dotsText([])).toBe('1 dot = 1 request');
  expect(dotsText([1, 1])).toBe('1 dot = 1 request');
  expect(dotsText([8, 8])).toBe('1 dot = 8 requests');
  expect(dotsText([8, 15])).toBe('1 dot = 8 to 15 requests');
  expect(dotsText([8, 15], 16)).toBe('1 dot = 16 requests');
});

describe('density', () => {
  const flood = (density: Density, perWire: readonly number[], seconds: number, stands = 1): number => {
    let kept = 0;
    for (let tenth = 0; tenth < seconds * 10; tenth++) {
      const marks = perWire.flatMap((rate, wire) => Array.from({ length: rate / 10 }, () => [tenth * 100_000, wire, Mark.request]).flat());
      kept = density.thin(new Float64Array(marks), () => stands, 1_000_000 + tenth * 100_000, 1).length / 3;
    }
    return kept;
  };

  it('leaves few dots alone', () => {
    const density = new Density();
    expect(flood(density, [100, 50], 3)).toBe(15);
    expect(density.measure).toBe(1);
  });

  it('keeps the number of dots below the most, and the rates in proportion', () => {
    const density = new Density();
    const kept = flood(density, [8000, 4000, 4000], 4);
    expect(kept * 10 * TRAVEL_S).toBeLessThanOrEqual(MOST_DOTS);
    expect(density.measure).toBe(4);
    expect(kept).toBe(1600 / 4);
  });

  it('owes what it leaves out: dots times their measure are the requests', () => {
    const density = new Density();
    let dots = 0;
    let requests = 0;
    for (let tenth = 0; tenth < 100; tenth++) {
      const marks = Array.from({ length: 1037 }, (_, i) => [tenth * 100_000, i % 7, Mark.success]).flat();
      const { length } = density.thin(new Float64Array(marks), (wire) => 1 + (wire % 3), tenth * 100_000, 1);
      if (tenth < 20) continue;
      dots += length / 3;
      requests += Array.from({ length: 1037 }, (_, i) => 1 + ((i % 7) % 3)).reduce((sum, stands) => sum + stands, 0);
    }
    expect(density.measure).toBe(4);
    expect(Math.abs(dots * density.measure - requests)).toBeLessThan(7 * density.measure);
  });

  it('counts what a mark already stands for', () => {
    expect(measureFor(new Map([[4, 12_000]]))).toBe(16);
    expect(measureFor(new Map([[1000, 5000]]))).toBe(1);
  });
});
