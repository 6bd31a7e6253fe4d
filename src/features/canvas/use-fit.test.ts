/** The camera shows everything as large as it may be; on the wall text never becomes too small, and the top stays in view. */
import { expect, it } from 'vitest';
import { DESK, viewOf, WALL } from './use-fit';

const row = { x: 0, y: 50, width: 1004, height: 180 };

it('shows a box whole, in the middle', () => {
  const size = { width: 1050, height: 595 };
  const { x, y, zoom } = viewOf(row, size, DESK);
  expect(zoom).toBeLessThan(1);
  expect(row.x * zoom + x).toBeGreaterThanOrEqual(0);
  expect((row.x + row.width) * zoom + x).toBeLessThanOrEqual(size.width);
  expect((row.y + row.height / 2) * zoom + y).toBeCloseTo(16 + (595 - 86) / 2, 6);
  expect(viewOf(row, { width: 4000, height: 3000 }, DESK).zoom).toBe(DESK.mostZoom);
});

it('keeps text large enough for the wall and the top of what is too high in view', () => {
  const { y, zoom } = viewOf({ x: 0, y: -100, width: 1300, height: 1400 }, { width: 1360, height: 650 }, WALL);
  expect(zoom).toBe(WALL.leastZoom);
  expect(-100 * zoom + y).toBe(WALL.head);
});
