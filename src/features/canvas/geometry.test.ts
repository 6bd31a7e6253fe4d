/** Ways of wires: they begin and end at the boxes, their samples are evenly spaced, and lanes lie beside them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anchorOf, around, type Box, overlaps, pathBetween, pointAt, sidesOf, svgPath } from './geometry';

const box = fc.record({
  x: fc.integer({ min: -2000, max: 2000 }),
  y: fc.integer({ min: -2000, max: 2000 }),
  width: fc.integer({ min: 40, max: 400 }),
  height: fc.integer({ min: 40, max: 400 }),
});
const left: Box = { x: 0, y: 0, width: 100, height: 80 };

describe('sides', () => {
  it('face each other', () => {
    expect(sidesOf(left, { ...left, x: 300 })).toEqual(['right', 'left']);
    expect(sidesOf(left, { ...left, x: -300 })).toEqual(['left', 'right']);
    expect(sidesOf(left, { ...left, x: 60, y: 300 })).toEqual(['bottom', 'top']);
    expect(sidesOf(left, { ...left, x: 60, y: -300 })).toEqual(['top', 'bottom']);
  });
});

describe('a way', () => {
  it('runs straight between nodes of one row', () => {
    const path = pathBetween(left, { x: 300, y: 0, width: 100, height: 80 });
    expect(path.length).toBeCloseTo(200, 3);
    for (const share of [0, 0.2, 0.5, 1])
      expect(pointAt(path, share)).toEqual({ x: expect.closeTo(100 + 200 * share, 2), y: 40 });
  });

  it('begins and ends at the middle of the sides, with samples evenly along', () => {
    fc.assert(
      fc.property(box, box, (a, b) => {
        const path = pathBetween(a, b);
        const [start, end] = [anchorOf(a, path.from), anchorOf(b, path.to)];
        const count = path.points.length / 2;
        for (const [point, share] of [
          [start, 0],
          [end, 1],
        ] as const) {
          expect(pointAt(path, share).x).toBeCloseTo(point.x, 1);
          expect(pointAt(path, share).y).toBeCloseTo(point.y, 1);
        }
        let longest = 0;
        let skewed = 0;
        for (let i = 0; i < count; i++) {
          skewed = Math.max(skewed, Math.abs(1 - Math.hypot(path.normals[i * 2]!, path.normals[i * 2 + 1]!)));
          if (i === 0) continue;
          const step = Math.hypot(
            path.points[i * 2]! - path.points[i * 2 - 2]!,
            path.points[i * 2 + 1]! - path.points[i * 2 - 1]!,
          );
          longest = Math.max(longest, step);
        }
        expect(longest).toBeLessThanOrEqual(path.length / (count - 1) + 0.01);
        expect(skewed).toBeLessThan(1e-4);
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it('has its left lane above when it runs to the right', () => {
    const path = pathBetween(left, { ...left, x: 300 });
    expect(pointAt(path, 0.5, 7).y).toBeCloseTo(33, 3);
    expect(pointAt(path, 0.5, -7).y).toBeCloseTo(47, 3);
  });

  it('can be drawn in pieces', () => {
    const path = pathBetween(left, { ...left, x: 300 });
    expect(svgPath(path, 0, 0.5)).toMatch(/^M100 40L.*L200 40$/);
    expect(svgPath(path, 0.5, 1)).toMatch(/^M200 40L.*L300 40$/);
  });
});

describe('boxes', () => {
  it('that only touch do not overlap', () => {
    expect(overlaps(left, { ...left, x: 100 })).toBe(false);
    expect(overlaps(left, { ...left, x: 99 })).toBe(true);
    expect(around([left, { ...left, x: 300, y: 50 }])).toEqual({ x: 0, y: 0, width: 400, height: 130 });
    expect(around([])).toBeNull();
  });
});
