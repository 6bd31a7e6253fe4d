/** The wheel: what is first, what shares a place, and booking numbers that begin anew. */
import { describe, expect, it } from 'vitest';
import { LAP_KEYS, Wheel, WHEEL_KEYS } from './wheel';

function drain(wheel: Wheel, lap: number): number[] {
  const slots: number[] = [];
  while (wheel.has(lap)) slots.push(wheel.take(wheel.first(lap)));
  return slots;
}

describe('wheel', () => {
  it('finds the first of a lap wherever it is, and keeps the laps apart', () => {
    for (const place of [0, 1, 31, 32, 1023, 1024, LAP_KEYS - 1]) {
      const wheel = new Wheel(4);
      for (let slot = 1; slot < 4; slot++) wheel.setNumber(slot, slot);
      wheel.add(LAP_KEYS + place, 1);
      wheel.add(LAP_KEYS - 1, 2);
      wheel.add(LAP_KEYS + LAP_KEYS - 1, 3);
      expect(wheel.first(1)).toBe(LAP_KEYS + place);
      expect(drain(wheel, 0)).toEqual([2]);
      expect(wheel.has(0)).toBe(false);
      expect(drain(wheel, 1)).toEqual([1, 3]);
      expect(wheel.has(1)).toBe(false);
    }
  });

  it('takes those of one place by their numbers, also when these begin anew', () => {
    const wheel = new Wheel(8);
    const numbers = [2 ** 31 - 2, 2 ** 31 - 1, -(2 ** 31), 1 - 2 ** 31, 2 - 2 ** 31];
    for (const slot of [1, 3, 0, 4, 2]) {
      wheel.setNumber(slot, numbers[slot] as number);
      wheel.add(77, slot);
    }
    expect(drain(wheel, 0)).toEqual([0, 1, 2, 3, 4]);
  });

  it('looks at the place of a key only', () => {
    const wheel = new Wheel(2);
    const lap = 2 ** 34;
    wheel.add(lap * LAP_KEYS + 5, 1);
    expect(wheel.first(lap)).toBe(((lap * LAP_KEYS) % WHEEL_KEYS) + 5);
  });

  it('lists a slot of every place of a lap that holds something', () => {
    const wheel = new Wheel(4096);
    const places = Array.from({ length: 2000 }, (_, i) => (i * i * 7) % LAP_KEYS);
    const last = new Map<number, number>();
    places.forEach((place, slot) => {
      wheel.setNumber(slot, slot);
      wheel.add(2 * LAP_KEYS + place, slot);
      last.set(place, slot);
    });
    const slots = new Int32Array(LAP_KEYS);
    const count = wheel.list(2, slots);
    const inOrder = [...last].sort(([a], [b]) => a - b).map(([, slot]) => slot);
    expect([...slots.subarray(0, count)]).toEqual(inOrder);
    expect(wheel.list(1, slots)).toBe(0);
  });
});
