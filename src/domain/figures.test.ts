/** Figures in sentences. */
import { describe, expect, it } from 'vitest';
import { grouped } from './figures';

describe('grouped', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [11_032, '11,032'],
    [1_234_567, '1,234,567'],
  ])('writes %i as %s', (whole, text) => {
    expect(grouped(whole)).toBe(text);
  });
});
