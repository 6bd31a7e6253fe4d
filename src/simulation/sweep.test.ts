/** The sums of sweeps, against printed tables, closed forms and hand-made samples; and that shares add up to the same bits. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { studentT95 } from './student-t';
import { bandOf, cellsOf, mergeRuns, pairAt, runCountOf, sumUp, type SweepPlan, type SweepRun } from './sweep';

describe("Student's t", () => {
  it.each([
    [1, 12.706],
    [2, 4.303],
    [3, 3.182],
    [4, 2.776],
    [5, 2.571],
    [9, 2.262],
    [10, 2.228],
    [19, 2.093],
    [20, 2.086],
    [29, 2.045],
    [30, 2.042],
    [40, 2.021],
    [50, 2.009],
    [60, 2],
    [80, 1.99],
    [100, 1.984],
    [1_000_000, 1.96],
  ])('with %d degrees of freedom is the printed %d', (freedom, printed) => {
    expect(studentT95(freedom)).toBeCloseTo(printed, 3);
  });

  it('holds 95 % of the distribution, by its closed form (Abramowitz and Stegun 26.7.3 and 26.7.4)', () => {
    for (let n = 1; n <= 200; n++) expect(shareWithin(studentT95(n), n)).toBeCloseTo(0.95, 6);
  });

  it('has no band for a single run', () => {
    expect(() => studentT95(0)).toThrow(RangeError);
    expect(() => studentT95(1.5)).toThrow(RangeError);
  });
});

/** P(|T| <= t) for a whole number of degrees of freedom. */
function shareWithin(t: number, n: number): number {
  const angle = Math.atan(t / Math.sqrt(n));
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  const isOdd = n % 2 === 1;
  let term = isOdd ? cos : 1;
  let total = n === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k <= n - 2; k += 2) {
    term *= ((k - 1) / k) * cos * cos;
    total += term;
  }
  return isOdd ? (2 / Math.PI) * (angle + sin * total) : sin * total;
}

describe('a band', () => {
  it('is that of a textbook sample', () => {
    // 2 4 4 4 5 5 7 9: mean 5, squares 32, so s = sqrt(32 / 7); t with 7 degrees of freedom is 2.3646.
    const band = bandOf([2, 4, 4, 4, 5, 5, 7, 9]);
    expect(band).toMatchObject({ runs: 8, missing: 0, mean: 5, min: 2, max: 9 });
    expect(band.half).toBeCloseTo((2.364624 * Math.sqrt(32 / 7)) / Math.sqrt(8), 9);
  });

  it('leaves out runs without the figure, and says how many', () => {
    expect(bandOf([null, 3, null])).toEqual({ runs: 1, missing: 2, mean: 3, half: null, min: 3, max: 3 });
    expect(bandOf([null])).toEqual({ runs: 0, missing: 1, mean: null, half: null, min: null, max: null });
  });

  it('keeps the spread of figures that are large and nearly equal', () => {
    expect(bandOf([1e9, 1e9 + 1, 1e9 + 2]).half).toBeCloseTo(4.302653 / Math.sqrt(3), 6);
  });
});

const PLAN: SweepPlan = {
  axes: [
    { path: 'a', values: [1, 2] },
    { path: 'b', values: ['x', 'y', 'z'] },
  ],
  seeds: [9, 3, 7],
  metrics: ['one', 'two'],
};

const runOf = (number: number): SweepRun => {
  const { cell, seed } = pairAt(PLAN, number);
  // Sums of such figures depend on their order.
  return { cell, seed, values: [0.1 * (number + 1), number % 5 === 0 ? null : 1 / (number + 3)], fingerprint: `${number}`, stopped: null };
};
const RUNS = Array.from({ length: runCountOf(PLAN) }, (_, number) => runOf(number));

describe('the grid', () => {
  it('has every combination once, the last axis fastest, all seeds of a cell together', () => {
    expect(cellsOf(PLAN.axes)).toEqual([
      [1, 'x'],
      [1, 'y'],
      [1, 'z'],
      [2, 'x'],
      [2, 'y'],
      [2, 'z'],
    ]);
    expect(runCountOf(PLAN)).toBe(18);
    expect([0, 1, 3, 17].map((number) => pairAt(PLAN, number))).toEqual([
      { cell: 0, seed: 9 },
      { cell: 0, seed: 3 },
      { cell: 1, seed: 9 },
      { cell: 5, seed: 7 },
    ]);
  });
});

describe('shares of a sweep', () => {
  it('add up to the same bits, however they are cut and in whatever order they come', () => {
    const whole = sumUp(PLAN, RUNS);
    const cut = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: RUNS.length, maxLength: RUNS.length });
    fc.assert(
      fc.property(cut, fc.boolean(), (homes, isBackwards) => {
        const shares = [0, 1, 2, 3, 4].map((home) => RUNS.filter((_, i) => homes[i] === home));
        const { runs, missing, contradictory } = mergeRuns(PLAN, isBackwards ? shares.toReversed() : shares);
        expect({ missing, contradictory }).toEqual({ missing: [], contradictory: [] });
        expect(runs).toEqual(RUNS);
        expect(sumUp(PLAN, runs)).toEqual(whole);
        expect(sumUp(PLAN, runs.toReversed())).toEqual(whole);
      }),
    );
  });

  it('tell what is missing, what contradicts, and what is of another sweep', () => {
    const [first, second, ...rest] = RUNS as [SweepRun, SweepRun, ...SweepRun[]];
    expect(mergeRuns(PLAN, [rest, [first]]).missing).toEqual([1]);
    expect(mergeRuns(PLAN, [RUNS, [second]]).contradictory).toEqual([]);
    expect(mergeRuns(PLAN, [RUNS, [{ ...second, fingerprint: 'other' }]]).contradictory).toEqual([1]);
    expect(() => mergeRuns(PLAN, [[{ ...first, seed: 4 }]])).toThrow('cell 0 with seed 4 is not of this sweep');
    expect(() => mergeRuns(PLAN, [[{ ...first, cell: 6 }]])).toThrow('cell 6');
  });
});
