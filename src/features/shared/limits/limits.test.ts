/** What the gauges of rate limits say. */
import { expect, it } from 'vitest';
import { leftText, toneOf, whoText } from './LimitGauges';

const standing = (left: number, key: number | null = null, resetMs = 0) => ({ standing: { key, left, most: 100, resetMs } });

it('warns below a fifth, and refuses below one request', () => {
  expect([100, 20, 19.9, 1, 0.9, 0].map((left) => toneOf(standing(left)))).toEqual(['ok', 'ok', 'warn', 'warn', 'bad', 'bad']);
  expect(toneOf({ standing: null })).toBe('idle');
});

it('tells whole requests: a fraction of one lets nobody in', () => {
  expect(leftText(standing(0.9))).toBe('0 of 100 left');
  expect(leftText(standing(12.4))).toBe('12 of 100 left');
  expect(leftText({ standing: null })).toBe('free');
});

it('tells whose figures they are and when they are whole again', () => {
  expect(whoText({ per: 'global', refused: 0, keys: 1, ...standing(3) })).toBe('nobody has been refused');
  expect(whoText({ per: 'user', refused: 1204, keys: 30, ...standing(0, 17, 12_300) })).toBe(
    '30 users kept apart · 1,204 refused · user 17, refused last, whole in 12.3 s',
  );
  expect(whoText({ per: 'ip', refused: 0, keys: 8, standing: null })).toBe('8 addresses kept apart · no address has been refused');
});
