/** The card of a machine covers no node, whatever stands around its wire. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placeCard } from './card-place';
import { type Box, overlaps } from './geometry';

const boxes = fc.array(
  fc.record({
    x: fc.integer({ min: -800, max: 800 }),
    y: fc.integer({ min: -800, max: 800 }),
    width: fc.integer({ min: 60, max: 300 }),
    height: fc.integer({ min: 60, max: 300 }),
  }),
  { minLength: 1, maxLength: 12 },
);

it('stands below the wire, clear of all boxes', () => {
  fc.assert(
    fc.property(boxes, fc.integer({ min: -500, max: 500 }), fc.integer({ min: -500, max: 500 }), (around, x, y) => {
      const size = { width: 420, height: 250 };
      const place = placeCard({ at: { x, y }, ...size, boxes: around, gap: 28, skirt: 58 });
      expect(place.y).toBeGreaterThanOrEqual(y + 58);
      expect(around.some((box: Box) => overlaps({ ...place, ...size }, box))).toBe(false);
    }),
    { seed: 5, numRuns: 300 },
  );
});

it('stands under its wire in the story, and makes the picture no wider', () => {
  const row: Box[] = [
    { x: 0, y: 80, width: 208, height: 120 },
    { x: 340, y: 50, width: 244, height: 180 },
    { x: 760, y: 50, width: 244, height: 180 },
  ];
  expect(placeCard({ at: { x: 672, y: 140 }, width: 420, height: 250, boxes: row, gap: 28, skirt: 58 })).toEqual({
    x: 462,
    y: 258,
  });
  expect(placeCard({ at: { x: 950, y: 140 }, width: 420, height: 250, boxes: row, gap: 28, skirt: 58 }).x).toBe(1004 - 420);
});
