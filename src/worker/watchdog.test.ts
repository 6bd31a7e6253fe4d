/** The watchdog alone, with a clock of its own. */
import { describe, expect, it } from 'vitest';
import { Watchdog } from './watchdog';

interface Rig {
  readonly dog: Watchdog;
  readonly tick: (times: number, answers?: boolean) => void;
  readonly asked: () => number;
  readonly silences: () => number;
  readonly hide: (isHidden: boolean) => void;
}

function rig(): Rig {
  let ticking: (() => void) | null = null;
  let asked = 0;
  let silences = 0;
  let hidden = false;
  const dog = new Watchdog({
    ask: () => asked++,
    onSilence: () => silences++,
    isHidden: () => hidden,
    every: (_, tick) => {
      ticking = tick;
      return () => {
        ticking = null;
      };
    },
  });
  return {
    dog,
    tick: (times, answers = false) => {
      for (let i = 0; i < times; i++) {
        ticking?.();
        if (answers) dog.heard();
      }
    },
    asked: () => asked,
    silences: () => silences,
    hide: (isHidden) => {
      hidden = isHidden;
    },
  };
}

describe('the watchdog', () => {
  it('lets a worker go on that answers', () => {
    const { dog, tick, silences, asked } = rig();
    dog.begin();
    tick(100, true);
    expect([asked(), silences()]).toEqual([100, 0]);
  });

  it('tells once of one that does not, after five seconds', () => {
    const { dog, tick, silences } = rig();
    dog.begin();
    tick(5);
    expect(silences()).toBe(0);
    tick(1);
    expect(silences()).toBe(1);
    tick(10);
    expect(silences()).toBe(1);
  });

  it('asks nobody while the page is hidden, and begins to count anew afterwards', () => {
    const { dog, tick, silences, hide } = rig();
    dog.begin();
    tick(4);
    hide(true);
    tick(100);
    hide(false);
    tick(4);
    expect(silences()).toBe(0);
  });

  it('is quiet after its end', () => {
    const { dog, tick, silences, asked } = rig();
    dog.begin();
    dog.end();
    tick(20);
    expect([asked(), silences()]).toEqual([0, 0]);
  });
});
