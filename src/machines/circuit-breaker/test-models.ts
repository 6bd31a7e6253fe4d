/**
 * Small reference models of resilience4j, Hystrix and Polly for the tests, written from the libraries' rules and not from
 * our code: they keep every result with its time and count anew whenever they compare. Times are whole milliseconds.
 */
import type { Fate, Subject } from './test-script';

interface Result {
  readonly atMs: number;
  readonly failed: boolean;
  readonly slow: boolean;
}

abstract class Model implements Subject {
  protected nowMs = 0;
  protected state: 'closed' | 'open' | 'half-open' = 'closed';
  private readonly fates: Fate[] = [];
  private readonly startsMs: number[] = [];

  protected abstract permit(): boolean;
  protected abstract result(ok: boolean, durationMs: number): void;
  protected abstract moveTo(ms: number): void;

  call(id: number): void {
    this.startsMs[id] = this.nowMs;
    this.fates[id] = this.permit() ? 'running' : 'refused';
  }

  settle(id: number, ok: boolean): void {
    this.fates[id] = 'done';
    this.result(ok, this.nowMs - (this.startsMs[id] ?? 0));
  }

  advance(ms: number): void {
    this.moveTo(this.nowMs + ms);
    this.nowMs += ms;
  }

  fate(id: number): Fate {
    return this.fates[id] ?? 'refused';
  }

  mode(): string {
    return this.state;
  }

  dispose(): void {
    // Models hold nothing.
  }
}

/** Setting of the resilience4j model; `seconds` makes it TIME_BASED. */
export interface Resilience4jSetting {
  readonly size: number;
  readonly seconds: boolean;
  readonly minimum: number;
  readonly failureRate: number;
  readonly slowRate: number;
  readonly slowMs: number;
  readonly waitMs: number;
  readonly permitted: number;
  readonly automatic: boolean;
  readonly maxHalfOpenMs: number;
}

/** CircuitBreakerStateMachine with CircuitBreakerMetrics. */
export class Resilience4jModel extends Model {
  private metrics: Result[] = [];
  private permits = 0;
  private sinceMs = 0;

  constructor(private readonly set: Resilience4jSetting) {
    super();
  }

  private go(state: 'closed' | 'open' | 'half-open', atMs: number): void {
    this.state = state;
    this.sinceMs = atMs;
    if (state !== 'open') this.metrics = [];
    this.permits = this.set.permitted;
  }

  protected moveTo(ms: number): void {
    for (;;) {
      const wait = this.state === 'open' && this.set.automatic ? this.set.waitMs : 0;
      const limit = this.state === 'half-open' ? this.set.maxHalfOpenMs : 0;
      const dueMs = this.sinceMs + wait + limit;
      if (wait + limit === 0 || dueMs > ms) return;
      this.go(wait > 0 ? 'half-open' : 'open', dueMs);
    }
  }

  protected permit(): boolean {
    if (this.state === 'closed') return true;
    if (this.state === 'open') {
      if (this.set.automatic || !(this.nowMs > this.sinceMs + this.set.waitMs)) return false;
      this.go('half-open', this.nowMs);
    }
    this.permits -= 1;
    return this.permits >= 0;
  }

  protected result(ok: boolean, durationMs: number): void {
    this.metrics.push({ atMs: this.nowMs, failed: !ok, slow: durationMs > this.set.slowMs });
    if (this.state === 'open') return;
    const probing = this.state === 'half-open';
    const size = probing ? this.set.permitted : this.set.size;
    const byTime = this.set.seconds && !probing;
    const second = (ms: number): number => Math.floor(ms / 1_000);
    const seen = byTime
      ? this.metrics.filter((r) => second(r.atMs) > second(this.nowMs) - size)
      : this.metrics.slice(-size);
    const minimum = byTime ? this.set.minimum : Math.min(this.set.minimum, size);
    if (seen.length < minimum) return;
    const rate = (bad: (r: Result) => boolean): number => (seen.filter(bad).length * 100) / seen.length;
    const over = rate((r) => r.failed) >= this.set.failureRate || rate((r) => r.slow) >= this.set.slowRate;
    if (over) this.go('open', this.nowMs);
    else if (probing) this.go('closed', this.nowMs);
  }
}

/** HystrixCircuitBreakerImpl on its health stream. */
export class HystrixModel extends Model {
  private stream: Result[] = [];
  private streamFromMs = 0;
  private openedMs = 0;

  constructor(
    private readonly set: {
      readonly volume: number;
      readonly percent: number;
      readonly sleepMs: number;
      readonly windowMs: number;
    },
  ) {
    super();
  }

  protected moveTo(ms: number): void {
    const tickMs = 500;
    for (let tick = this.streamFromMs; tick <= ms; tick += tickMs) {
      if (tick <= this.nowMs || this.state !== 'closed') continue;
      const seen = this.stream.filter((r) => r.atMs < tick && r.atMs >= tick - this.set.windowMs);
      const errors = seen.filter((r) => r.failed).length;
      if (seen.length < this.set.volume || seen.length === 0) continue;
      if (Math.trunc((100 * errors) / seen.length) >= this.set.percent) {
        this.state = 'open';
        this.openedMs = tick;
      }
    }
  }

  protected permit(): boolean {
    if (this.state === 'closed') return true;
    if (this.state === 'half-open' || !(this.nowMs > this.openedMs + this.set.sleepMs)) return false;
    this.state = 'half-open';
    return true;
  }

  protected result(ok: boolean): void {
    this.stream.push({ atMs: this.nowMs, failed: !ok, slow: false });
    if (this.state !== 'half-open') return;
    if (ok) {
      this.state = 'closed';
      this.stream = [];
      this.streamFromMs = this.nowMs;
    } else {
      this.state = 'open';
      this.openedMs = this.nowMs;
    }
  }
}

/** CircuitStateController with RollingHealthMetrics. */
export class PollyModel extends Model {
  private windows: { readonly fromMs: number; ok: number; failed: number }[] = [];
  private blockedUntilMs = 0;

  constructor(
    private readonly set: {
      readonly ratio: number;
      readonly throughput: number;
      readonly samplingMs: number;
      readonly breakMs: number;
    },
  ) {
    super();
  }

  protected moveTo(): void {
    // Polly has no timers.
  }

  private current(): { ok: number; failed: number } {
    let last = this.windows.at(-1);
    if (last === undefined || this.nowMs - last.fromMs >= this.set.samplingMs / 10) {
      last = { fromMs: this.nowMs, ok: 0, failed: 0 };
      this.windows.push(last);
    }
    this.windows = this.windows.filter((w) => this.nowMs - w.fromMs < this.set.samplingMs);
    return last;
  }

  protected permit(): boolean {
    if (this.state === 'closed') return true;
    if (this.state === 'half-open' || this.nowMs < this.blockedUntilMs) return false;
    this.state = 'half-open';
    return true;
  }

  private break(): void {
    this.state = 'open';
    this.blockedUntilMs = this.nowMs + this.set.breakMs;
  }

  protected result(ok: boolean): void {
    if (ok) {
      this.current().ok += 1;
      if (this.state === 'half-open') {
        this.state = 'closed';
        this.windows = [];
      }
      return;
    }
    if (this.state === 'half-open') {
      this.break();
      return;
    }
    this.current().failed += 1;
    const failed = this.windows.reduce((sum, w) => sum + w.failed, 0);
    const total = this.windows.reduce((sum, w) => sum + w.failed + w.ok, 0);
    if (this.state === 'closed' && total >= this.set.throughput && failed / total >= this.set.ratio) this.break();
  }
}
