/** The wheel: what is first, what shares a place, booking numbers that begin anew, and slots that are used again. */
import { describe, expect, it } from 'vitest';
import { LAP_KEYS, Wheel, WHEEL_KEYS } from './wheel';

function drain(wheel: Wheel, lap: number): number[] {
  const slots: number[] = [];
  while (wheel.has(lap)) slots.push(wheel.take(wheel.first(lap)));
  return slots;
}

describe('wheel', () => {
  it.each([0, 1, 31, 32, 1023, 1024, LAP_KEYS - 1])('finds the first of a lap at place %i, and keeps the laps apart', (place) => {
    const wheel = new Wheel();
    const [first, other, last] = [wheel.claim(0), wheel.claim(1), wheel.claim(2)];
    wheel.add(LAP_KEYS + place, first);
    wheel.add(LAP_KEYS - 1, other);
    wheel.add(LAP_KEYS + LAP_KEYS - 1, last);
    expect(wheel.first(1)).toBe(LAP_KEYS + place);
    expect(drain(wheel, 0)).toEqual([other]);
    expect(drain(wheel, 1)).toEqual([first, last]);
    expect([wheel.has(0), wheel.has(1)]).toEqual([false, false]);
  });

  it('takes those of one place by their numbers, also when these begin anew', () => {
    const wheel = new Wheel();
    const slots = [2 ** 31 - 2, 2 ** 31 - 1, -(2 ** 31), 1 - 2 ** 31, 2 - 2 ** 31].map((number) => wheel.claim(number));
    for (const i of [1, 3, 0, 4, 2]) wheel.add(77, slots[i] as number);
    expect(drain(wheel, 0)).toEqual(slots);
  });

  it('looks at the place of a key only', () => {
    const wheel = new Wheel();
    const lap = 2 ** 34;
    wheel.add(lap * LAP_KEYS + 5, wheel.claim(0));
    expect(wheel.first(lap)).toBe(((lap * LAP_KEYS) % WHEEL_KEYS) + 5);
  });

  it('hands out new slots in order, and those that were given back first', () => {
    const wheel = new Wheel();
    const slots = Array.from({ length: 1000 }, (_, i) => wheel.claim(i));
    expect(slots).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect(wheel.count).toBe(1000);
    wheel.release(17);
    wheel.release(400);
    expect(wheel.count).toBe(998);
    expect([wheel.claim(0), wheel.claim(0), wheel.claim(0)]).toEqual([400, 17, 1000]);
  });

  it('lists a slot of every place of a lap that holds something', () => {
    const wheel = new Wheel();
    const last = new Map<number, number>();
    for (let i = 0; i < 2000; i++) {
      const place = (i * i * 7) % LAP_KEYS;
      const slot = wheel.claim(i);
      wheel.add(2 * LAP_KEYS + place, slot);
      last.set(place, slot);
    }
    const slots = new Int32Array(LAP_KEYS);
    const count = wheel.list(2, slots);
    const inOrder = [...last].sort(([a], [b]) => a - b).map(([, slot]) => slot);
    expect([...slots.subarray(0, count)]).toEqual(inOrder);
    expect(wheel.list(1, slots)).toBe(0);
  });
});
