/** Goal: what people type becomes the number they meant, or a sentence; never NaN and never a silent clamp. */
import { expect, test } from 'vitest';
import { readNumber, stepNumber, writeNumber } from './number-text';

test('decimal points, decimal commas and thousands are understood', () => {
  const values = ['12', ' 12 ', '1.5', '1,5', '10,000', '10 000', '1,234,567.5', '-3', '\u22123', '+4', '.5'].map((text) => {
    const reading = readNumber(text);
    return reading.ok ? reading.value : reading.sentence;
  });
  expect(values).toEqual([12, 12, 1.5, 1.5, 10_000, 10_000, 1_234_567.5, -3, -3, 4, 0.5]);
});

test('what is no number is refused with a sentence', () => {
  for (const text of ['abc', 'NaN', 'Infinity', '1e9', '0x10', '1.2.3', '--1', '5 apples']) {
    expect(readNumber(text)).toEqual({ ok: false, sentence: `"${text}" is not a number.` });
  }
  expect(readNumber('  ')).toEqual({ ok: false, sentence: 'Enter a number.' });
});

test('bounds and whole numbers are named in the sentence', () => {
  expect(readNumber('0', { min: 1, unit: 'ms' })).toEqual({ ok: false, sentence: 'Enter 1 ms or more.' });
  expect(readNumber('99999', { max: 10_000 })).toEqual({ ok: false, sentence: 'Enter 10,000 or less.' });
  expect(readNumber('2.5', { isWhole: true })).toEqual({ ok: false, sentence: 'Enter a whole number.' });
  expect(readNumber('-0', { min: 0 })).toEqual({ ok: true, value: 0 });
});

test('steps do not collect binary fractions and stop at the bounds', () => {
  expect(stepNumber(0.1, 2, 0.1)).toBe(0.3);
  expect(stepNumber(0.7, 1, 0.1)).toBe(0.8);
  expect(stepNumber(95, 10, 1, { max: 100 })).toBe(100);
  expect(stepNumber(1, -10, 1, { min: 0 })).toBe(0);
});

test('a written number is read back as itself', () => {
  for (const value of [0, 1, -1, 0.05, 1234.5, 10_000_000]) {
    expect(readNumber(writeNumber(value))).toEqual({ ok: true, value });
  }
  expect(writeNumber(Number.NaN)).toBe('');
});
