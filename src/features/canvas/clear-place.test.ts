/** A bar over the canvas finds the place where it hides the least. */
import { describe, expect, it } from 'vitest';
import { clearest } from './clear-place';

const stage = { left: 0, top: 0, right: 1000, bottom: 600 };
const bar = { width: 300, height: 40, liftPx: 50 };
const places = (obstacles: Parameters<typeof clearest>[2]) => clearest(bar, stage, obstacles);
const at = (position: string, isLifted = false) => ({ position, isLifted });
const part = (left: number, top: number) => ({ left, top, right: left + 150, bottom: top + 90 });

describe('the place of a bar over the canvas', () => {
  it('is the middle of the upper edge while nothing stands there', () => {
    expect(places([])).toEqual(at('top-center'));
    expect(places([part(400, 300)])).toEqual(at('top-center'));
  });

  it('is a corner of the upper edge when the middle is taken', () => {
    expect(places([part(420, 10)])).toEqual(at('top-left'));
    expect(places([part(420, 10), part(20, 10)])).toEqual(at('top-right'));
  });

  it('is the lower edge when the upper one is full', () => {
    const row = [20, 220, 420, 620, 820].map((left) => part(left, 10));
    expect(places(row)).toEqual(at('bottom-center'));
    expect(places([...row, part(420, 500)])).toEqual(at('bottom-right'));
  });

  it('is above the buttons at the lower edge when that is all that is left', () => {
    const row = [20, 220, 420, 620, 820].map((left) => part(left, 10));
    const buttons = { left: 0, top: 550, right: 1000, bottom: 600 };
    expect(places([...row, buttons])).toEqual(at('bottom-center', true));
    expect(places([...row, buttons, part(420, 450)])).toEqual(at('bottom-left', true));
  });

  it('is where the least is hidden when all places are taken', () => {
    const everywhere = { left: 0, top: 0, right: 1000, bottom: 600 };
    expect(places([everywhere, part(420, 10), part(20, 10)])).toEqual(at('top-right'));
  });

  it('is rather over the rim of a part than over the words of a panel', () => {
    const row = [20, 220, 420, 620, 820].map((left) => part(left, 10));
    const rim = { left: 0, top: 545, right: 1000, bottom: 560 };
    const legend = { left: 0, top: 590, right: 1000, bottom: 600 };
    const lower = { ...bar, liftPx: 40 };
    expect(clearest(lower, stage, [...row, rim, legend])).toEqual(at('bottom-center'));
    expect(clearest(lower, stage, [...row, rim], [legend])).toEqual(at('bottom-center', true));
  });

  it('counts what is partly outside of the canvas by the part that is inside of it', () => {
    expect(places([part(420, -85)])).toEqual(at('top-left'));
    expect(places([part(420, -95)])).toEqual(at('top-center'));
  });
});
