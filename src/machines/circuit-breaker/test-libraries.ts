/**
 * The real opossum, cockatiel and mollitia as subjects of a script, under a fake clock. Their promises are held by the
 * script; after each step the microtasks are run until nothing moves.
 */
import * as FakeTimers from '@sinonjs/fake-timers';
import { type CircuitBreakerPolicy, CircuitState, circuitBreaker, handleAll, type IBreaker, IterableBackoff } from 'cockatiel';
import { Circuit, SlidingCountBreaker } from 'mollitia';
import type { Fate, Subject } from './test-script';

/** opossum carries no types of its own; this is the part used here. */
interface Opossum {
  readonly closed: boolean;
  readonly opened: boolean;
  fire(id: number): Promise<unknown>;
  shutdown(): void;
}
type OpossumClass = new (action: (id: number) => Promise<unknown>, options: object) => Opossum;

/** Far from 0, as every real clock is: cockatiel takes "0" for "long ago". */
const START_MS = 1_000_000_000_000;

/** Deferred calls, fates and the fake clock; the library itself is the subclass's business. */
abstract class LibrarySubject implements Subject {
  protected readonly clock = FakeTimers.install({
    now: START_MS,
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
  });
  private readonly fates = new Map<number, Fate>();
  private readonly ends = new Map<number, (ok: boolean) => void>();

  /** Hands a call to the library; the library runs `this.action(id)` if and when it admits it. */
  protected abstract begin(id: number): Promise<unknown>;
  abstract mode(): string;
  protected abstract close(): void;

  protected readonly action = (id: number): Promise<unknown> => {
    this.fates.set(id, 'running');
    return new Promise((resolve, reject) => {
      this.ends.set(id, (ok) => (ok ? resolve(id) : reject(new Error('failed'))));
    });
  };

  async call(id: number): Promise<void> {
    this.fates.set(id, 'waiting');
    this.begin(id).catch(() => {
      if (this.fates.get(id) === 'waiting') this.fates.set(id, 'refused');
    });
    await this.flush();
  }

  async settle(id: number, ok: boolean): Promise<void> {
    this.fates.set(id, 'done');
    this.ends.get(id)?.(ok);
    await this.flush();
  }

  async advance(ms: number): Promise<void> {
    this.clock.tick(ms);
    await this.flush();
  }

  fate(id: number): Fate {
    return this.fates.get(id) ?? 'refused';
  }

  dispose(): void {
    this.close();
    this.clock.uninstall();
  }

  private async flush(): Promise<void> {
    for (let i = 0; i < 60; i += 1) await Promise.resolve();
  }
}

/** opossum; the class is imported by the test and handed in, because it has no type declarations. */
export class OpossumSubject extends LibrarySubject {
  private readonly circuit: Opossum;

  constructor(Breaker: unknown, options: object) {
    super();
    this.circuit = new (Breaker as OpossumClass)(this.action, {
      timeout: false,
      rollingPercentilesEnabled: false,
      enableSnapshots: false,
      ...options,
    });
  }

  protected begin(id: number): Promise<unknown> {
    return this.circuit.fire(id);
  }

  mode(): string {
    return this.circuit.closed ? 'closed' : this.circuit.opened ? 'open' : 'half-open';
  }

  protected close(): void {
    this.circuit.shutdown();
  }
}

/** cockatiel with one of its breakers. */
export class CockatielSubject extends LibrarySubject {
  private readonly policy: CircuitBreakerPolicy;

  constructor(breaker: () => IBreaker, openMs: readonly number[]) {
    super();
    this.policy = circuitBreaker(handleAll, { breaker: breaker(), halfOpenAfter: new IterableBackoff([...openMs]) });
  }

  protected begin(id: number): Promise<unknown> {
    return this.policy.execute(() => this.action(id));
  }

  mode(): string {
    switch (this.policy.state) {
      case CircuitState.Closed:
        return 'closed';
      case CircuitState.Open:
        return 'open';
      default:
        return 'half-open';
    }
  }

  protected close(): void {
    // cockatiel keeps no timers.
  }
}

/** mollitia's count breaker. */
export class MollitiaSubject extends LibrarySubject {
  private readonly breaker: SlidingCountBreaker;
  private readonly circuit: Circuit;

  constructor(options: ConstructorParameters<typeof SlidingCountBreaker>[0]) {
    super();
    this.breaker = new SlidingCountBreaker(options);
    this.circuit = new Circuit({ options: { modules: [this.breaker] } });
  }

  protected begin(id: number): Promise<unknown> {
    return this.circuit.fn(this.action).execute(id);
  }

  mode(): string {
    const state: string = this.breaker.state;
    return state === 'opened' ? 'open' : state === 'half-opened' ? 'half-open' : 'closed';
  }

  protected close(): void {
    this.circuit.dispose();
  }
}
