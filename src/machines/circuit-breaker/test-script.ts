/**
 * Random call scripts for side-by-side tests: one script is played on our breaker and on another implementation, and after
 * each step the mode and the fate of every call must agree.
 */
import fc from 'fast-check';
import { CircuitBreaker, REFUSED, WAIT } from './breaker';
import type { BreakerParams } from './params';
import { TestClock } from './test-clock';

/** What became of a call so far. */
export type Fate = 'waiting' | 'running' | 'refused' | 'done';

/** An implementation under a script. Calls are numbered by the player from 0. */
export interface Subject {
  call(id: number): void | Promise<void>;
  settle(id: number, ok: boolean): void | Promise<void>;
  advance(ms: number): void | Promise<void>;
  fate(id: number): Fate;
  /** closed, open or half-open. */
  mode(): string;
  dispose(): void;
}

/** One step of a script. `pick` chooses among the calls that are running. */
export type Step =
  | { readonly do: 'call' }
  | { readonly do: 'settle'; readonly pick: number; readonly ok: boolean }
  /** A call whose result comes at once. */
  | { readonly do: 'quick'; readonly ok: boolean }
  | { readonly do: 'advance'; readonly ms: number };

/** Scripts whose pauses fall on the given spans (milliseconds), one before and one after. */
export function scripts(spansMs: readonly number[], maxLength = 70): fc.Arbitrary<Step[]> {
  const pauses = [...new Set(spansMs.flatMap((ms) => [ms - 1, ms, ms + 1]).concat([0, 1, 7]))].filter((ms) => ms >= 0);
  return fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constant<Step>({ do: 'call' }) },
      { weight: 4, arbitrary: fc.record({ do: fc.constant('settle' as const), pick: fc.nat(9), ok: fc.boolean() }) },
      { weight: 5, arbitrary: fc.record({ do: fc.constant('quick' as const), ok: fc.boolean() }) },
      { weight: 3, arbitrary: fc.record({ do: fc.constant('advance' as const), ms: fc.constantFrom(...pauses) }) },
    ),
    { maxLength, size: 'max' },
  );
}

/** Our breaker as a subject. */
export class OurSubject implements Subject {
  readonly clock = new TestClock();
  readonly breaker: CircuitBreaker;
  private readonly fates: Fate[] = [];
  private readonly permits: number[] = [];
  private readonly starts: number[] = [];

  constructor(params: BreakerParams) {
    this.breaker = new CircuitBreaker(params, {
      clock: this.clock,
      changed: () => undefined,
      released: (token, run) => {
        if (run) this.call(token);
        else this.fates[token] = 'refused';
      },
    });
  }

  call(id: number): void {
    const permit = this.breaker.admit(id);
    this.fates[id] = permit === REFUSED ? 'refused' : permit === WAIT ? 'waiting' : 'running';
    this.permits[id] = permit;
    this.starts[id] = this.clock.nowUs();
  }

  settle(id: number, ok: boolean): void {
    this.fates[id] = 'done';
    this.breaker.settle(this.permits[id] ?? 0, ok, this.clock.nowUs() - (this.starts[id] ?? 0));
  }

  advance(ms: number): void {
    this.clock.advance(ms);
  }

  fate(id: number): Fate {
    return this.fates[id] ?? 'refused';
  }

  mode(): string {
    return this.breaker.mode;
  }

  /** Whether the call went out as a probe. */
  isProbe(id: number): boolean {
    return (this.permits[id] ?? 0) > 0;
  }

  dispose(): void {
    this.breaker.dispose();
  }
}

/** Leaves out a result that a comparison cannot make (see the test that passes it). */
export type Skip = (ours: OurSubject, id: number) => boolean;

/**
 * Plays a script on both. Answers an empty text, or where and how they first differed. Checks on the way that a snapshot
 * disturbs nothing (one is taken after every third step).
 */
export async function play(script: readonly Step[], ours: OurSubject, other: Subject, skip: Skip = () => false): Promise<string> {
  let calls = 0;
  const running = (): number[] => Array.from({ length: calls }, (_, id) => id).filter((id) => ours.fate(id) === 'running');
  const call = async (): Promise<number> => {
    const id = calls;
    calls += 1;
    ours.call(id);
    await other.call(id);
    return id;
  };
  const settle = async (id: number, ok: boolean): Promise<void> => {
    if (ours.fate(id) !== 'running' || other.fate(id) !== 'running' || skip(ours, id)) return;
    ours.settle(id, ok);
    await other.settle(id, ok);
  };
  for (const [number, step] of script.entries()) {
    if (step.do === 'call') await call();
    else if (step.do === 'quick') await settle(await call(), step.ok);
    else if (step.do === 'advance') {
      ours.advance(step.ms);
      await other.advance(step.ms);
    } else {
      const ids = running();
      const id = ids[step.pick % Math.max(1, ids.length)];
      if (id !== undefined) await settle(id, step.ok);
    }
    if (number % 3 === 0) ours.breaker.snapshot();
    const here = describe(ours, calls);
    const there = describe(other, calls);
    if (here !== there) return `after step ${number} (${JSON.stringify(step)}): ours ${here}, theirs ${there}`;
  }
  return '';
}

function describe(subject: Subject, calls: number): string {
  return `${subject.mode()} ${Array.from({ length: calls }, (_, id) => subject.fate(id)[0]).join('')}`;
}

/** Plays random scripts on fresh pairs and throws on the first difference. */
export async function sideBySide<Setting>(options: {
  readonly settings: fc.Arbitrary<Setting>;
  readonly spansMs: readonly number[];
  readonly params: (setting: Setting) => BreakerParams;
  readonly other: (setting: Setting) => Subject;
  readonly skip?: (setting: Setting) => Skip;
  readonly runs: number;
}): Promise<void> {
  const property = fc.asyncProperty(options.settings, scripts(options.spansMs), async (setting, script) => {
    // The other one first: libraries take the fake clock's time at their creation.
    const other = options.other(setting);
    const ours = new OurSubject(options.params(setting));
    try {
      const difference = await play(script, ours, other, options.skip?.(setting));
      if (difference !== '') throw new Error(difference);
    } finally {
      ours.dispose();
      other.dispose();
    }
  });
  await fc.assert(property, { numRuns: options.runs, seed: 20_241_124 });
}
