/** The pulse of the charts: never two in a frame, each a few times a second, all at once while time stands still. */
import { describe, expect, it } from 'vitest';
import { Pulse } from './pulse';

/** Frames of 16 ms that the test turns. */
function turnable() {
  let now = 0;
  let booked: (() => void) | null = null;
  return {
    frames: {
      nowMs: () => now,
      request: (action: () => void) => {
        booked = action;
        return 1;
      },
      cancel: () => {
        booked = null;
      },
    },
    isBooked: () => booked !== null,
    frame: () => {
      now += 16;
      const action = booked;
      booked = null;
      action?.();
    },
  };
}

function watched(count: number) {
  const page = turnable();
  const pulse = new Pulse(page.frames);
  const drawn: number[] = [];
  for (let i = 0; i < count; i++) pulse.add(() => drawn.push(i));
  const perFrame = (frames: number, before: () => void = () => undefined): number[] =>
    Array.from({ length: frames }, () => {
      before();
      const already = drawn.length;
      page.frame();
      return drawn.length - already;
    });
  return { page, pulse, drawn, perFrame };
}

describe('the pulse', () => {
  it('draws every chart once, one per frame, and then rests', () => {
    const { page, drawn, perFrame } = watched(4);
    expect(perFrame(6)).toEqual([1, 1, 1, 1, 0, 0]);
    expect(drawn).toEqual([0, 1, 2, 3]);
    expect(page.isBooked()).toBe(false);
  });

  it('draws each chart three or four times a second while time runs, never two in a frame nor in neighbouring ones', () => {
    const { pulse, drawn, perFrame } = watched(4);
    perFrame(10);
    drawn.length = 0;
    const counts = perFrame(625, () => pulse.wake(false));
    expect(Math.max(...counts)).toBe(1);
    expect(counts.some((count, i) => count > 0 && (counts[i + 1] ?? 0) > 0)).toBe(false);
    for (const chart of [0, 1, 2, 3]) {
      const perSecond = drawn.filter((one) => one === chart).length / 10;
      expect(perSecond).toBeGreaterThanOrEqual(3);
      expect(perSecond).toBeLessThanOrEqual(4);
    }
  });

  it('does not wait while time stands still', () => {
    const { pulse, perFrame } = watched(3);
    perFrame(5);
    pulse.wake(false);
    perFrame(1);
    pulse.wake(true);
    expect(perFrame(4)).toEqual([1, 1, 1, 0]);
  });

  it('holds the pictures while a moment is sought, and then draws them all', () => {
    const { page, pulse, perFrame } = watched(3);
    perFrame(5);
    pulse.wake(false);
    pulse.hold(true);
    pulse.wake(true);
    expect(perFrame(30)).toEqual(Array.from({ length: 30 }, () => 0));
    pulse.hold(false);
    expect(perFrame(4)).toEqual([1, 1, 1, 0]);
    expect(page.isBooked()).toBe(false);
  });
});
