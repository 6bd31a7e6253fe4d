/** Every window goes with every preset: what cannot go with it gives way, and what the file says itself does not. */
import { describe, expect, it } from 'vitest';
import { breakerParams, circuitBreakerPolicy } from './policy';
import { BREAKER_PRESETS, type BreakerPresetId } from '@/machines/circuit-breaker/presets';

const presets = Object.keys(BREAKER_PRESETS) as BreakerPresetId[];
const windows = [
  { kind: 'count', calls: 20 },
  { kind: 'time', buckets: 10, bucketMs: 1000, turn: 'epoch' },
  { kind: 'consecutive', failures: 5 },
] as const;

describe('the settings of a breaker', () => {
  it.each(presets)('%s as it is are those of the library', (preset) => {
    expect(breakerParams({ preset })).toEqual(BREAKER_PRESETS[preset].params);
    expect(circuitBreakerPolicy.check({ preset })).toEqual([]);
  });

  const pairs = presets.flatMap((preset) => windows.map((window) => [preset, window] as const));
  it.each(pairs)('%s goes with the window %o', (preset, window) => {
    expect(circuitBreakerPolicy.check({ preset, window })).toEqual([]);
    expect(breakerParams({ preset, window }).window).toEqual(window);
  });

  it('what the file says itself is kept, and refused with a sentence where it makes no sense', () => {
    const settings = { preset: 'course', window: { kind: 'consecutive', failures: 3 }, probeRule: 'rates' };
    expect(breakerParams(settings).probeRule).toBe('rates');
    expect(circuitBreakerPolicy.check(settings)).toEqual([expect.stringMatching(/first-bad/)]);
  });
});
