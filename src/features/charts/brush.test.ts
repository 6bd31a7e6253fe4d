/** The span of time that charts show: inside the run, never too short to be drawn. */
import { expect, it } from 'vitest';
import { spanWithin } from './brush';
import { timesOf } from './Stretch';

const END = 120_000_000;

it('is what was drawn over, in either direction', () => {
  expect(spanWithin(20_000_000, 50_000_000, END)).toEqual({ fromUs: 20_000_000, toUs: 50_000_000 });
  expect(spanWithin(50_000_000, 20_000_000, END)).toEqual({ fromUs: 20_000_000, toUs: 50_000_000 });
});

it('stays inside the run and keeps its length at the edges', () => {
  expect(spanWithin(-10_000_000, 20_000_000, END)).toEqual({ fromUs: 0, toUs: 30_000_000 });
  expect(spanWithin(110_000_000, 140_000_000, END)).toEqual({ fromUs: 90_000_000, toUs: END });
});

it('is the whole run when it would be as long, and never shorter than a fortieth of it', () => {
  expect(spanWithin(-1, END + 1, END)).toBeNull();
  expect(spanWithin(60_000_000, 60_000_001, END)).toEqual({ fromUs: 58_500_000.5, toUs: 61_500_000.5 });
  expect(timesOf(spanWithin(0, 1, END), END)).toBe(40);
  expect(timesOf(null, END)).toBe(1);
});
