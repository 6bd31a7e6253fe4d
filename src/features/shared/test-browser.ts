/**
 * A browser for tests of saving: one disk, several pages, and a clock that stands until the test turns it. IndexedDB is as much of
 * it as idb-keyval and the shelf use, with the browser's own order of things: requests answer one by one, a transaction that writes
 * has its store to itself and is on the disk as a whole or not at all, and a page that is gone hears nothing more. Whatever comes
 * back from the browser is an event that the test lets happen, so that every order of events can be tried.
 */

/**
 * How a call to the store fails: with an exception, an error, a full disk; `late` is told a minute later, `mute` is done and never
 * told, `never` is never done and keeps others from the store.
 */
export const FAILURES = ['throw', 'error', 'full', 'late', 'mute', 'never'] as const;
export type Failure = (typeof FAILURES)[number];
/** What may fail. */
export type Call = 'open' | 'transaction' | 'get' | 'put' | 'commit';
/** Says how a call fails, or null. */
export type FaultPlan = (call: Call) => Failure | null;

const LATE_MS = 60_000;
const NAMES: Partial<Record<Failure, string>> = { throw: 'InvalidStateError', full: 'QuotaExceededError' };
const errorOf = (failure: Failure): DOMException => new DOMException(`a test says ${failure}`, NAMES[failure] ?? 'UnknownError');
const delayOf = (failure: Failure | null): number => (failure === 'late' ? LATE_MS : 0);

interface Answer {
  result: unknown;
  error: DOMException | null;
  onsuccess: (() => void) | null;
  onerror: (() => void) | null;
}

const answer = (): Answer => ({ result: undefined, error: null, onsuccess: null, onerror: null });

interface Asked {
  readonly request: Answer;
  readonly failure: Failure | null;
  readonly work: (values: Map<string, unknown>) => unknown;
}

/** A transaction over one store, and that store as the transaction shows it. */
class Transaction {
  error: DOMException | null = null;
  oncomplete: (() => void) | null = null;
  onabort: (() => void) | null = null;
  private readonly asked: Asked[] = [];
  private copy: Map<string, unknown> | null = null;
  private isOver = false;
  /** Told to write without waiting for the page. */
  private isCommitting = false;
  private isBooked = false;

  constructor(
    readonly page: TestPage,
    readonly store: string,
    readonly isWriting: boolean,
  ) {}

  objectStore(): object {
    return {
      transaction: this,
      get: (key: string) => this.ask('get', (values) => structuredClone(values.get(key))),
      put: (value: unknown, key: string) => {
        const copy = structuredClone(value);
        return this.ask('put', (values) => void values.set(key, copy));
      },
      delete: (key: string) => this.ask('put', (values) => void values.delete(key)),
    };
  }

  commit(): void {
    this.check();
    this.isCommitting = true;
  }

  abort(): void {
    this.check();
    this.giveUp(null);
  }

  /** Books what comes next, if the store is free. */
  go(): void {
    if (this.isBooked || this.isOver || !this.page.browser.isTurnOf(this)) return;
    this.isBooked = true;
    const [next] = this.asked;
    // A transaction that writes nothing has nothing to fail at.
    const failure = next ? next.failure : this.isWriting ? this.page.browser.failureAt('commit') : null;
    if (failure === 'never') return;
    if (next) this.page.happens(() => this.answer(next), delayOf(failure));
    else this.page.happens(() => this.end(failure));
  }

  /** The page is gone: what was told to be written is written. `isLucky`: what waits for nothing more, too. */
  leave(isLucky: boolean): void {
    if (this.isOver) return;
    if (this.isCommitting || (isLucky && this.asked.length === 0)) {
      for (const { work } of this.asked) work(this.values());
      this.write();
    }
    this.isOver = true;
    this.page.browser.isDone(this);
  }

  private check(): void {
    if (this.isOver || this.isCommitting) throw new DOMException('over', 'TransactionInactiveError');
  }

  private ask(call: 'get' | 'put', work: Asked['work']): Answer {
    this.check();
    const failure = this.page.browser.failureAt(call);
    if (failure === 'throw') throw errorOf(failure);
    const request = answer();
    this.asked.push({ request, failure, work });
    return request;
  }

  private values(): Map<string, unknown> {
    return (this.copy ??= new Map(this.page.browser.disk.get(this.store)));
  }

  private write(): void {
    if (this.isWriting && this.copy) this.page.browser.disk.set(this.store, this.copy);
  }

  private answer({ request, failure, work }: Asked): void {
    if (this.isOver) return;
    this.isBooked = false;
    this.asked.shift();
    if (failure === 'error' || failure === 'full') {
      request.error = errorOf(failure);
      request.onerror?.();
      this.giveUp(request.error);
      return;
    }
    request.result = work(this.values());
    request.onsuccess?.();
  }

  private end(failure: Failure | null): void {
    if (this.isOver) return;
    this.isBooked = false;
    // Asked for more in the meantime.
    if (this.asked.length > 0) return;
    if (failure === 'error' || failure === 'full' || failure === 'throw') return this.giveUp(errorOf(failure));
    this.write();
    this.isOver = true;
    this.page.browser.isDone(this);
    if (failure === 'late') this.page.happens(() => this.oncomplete?.(), LATE_MS);
    else if (failure !== 'mute') this.oncomplete?.();
  }

  private giveUp(error: DOMException | null): void {
    if (this.isOver) return;
    this.error = error;
    this.isOver = true;
    this.page.browser.isDone(this);
    this.page.happens(() => this.onabort?.());
  }
}

interface Event {
  readonly atMs: number;
  readonly happen: () => void;
}

type LockCallback = (lock: object | null) => Promise<void>;

/** A page: what the product's modules are given in place of the browser's own. */
export class TestPage {
  isGone = false;
  private events: Event[] = [];

  constructor(readonly browser: TestBrowser) {}

  readonly clock = {
    nowMs: (): number => this.browser.nowMs,
    after: (ms: number, then: () => void): (() => void) => {
      const event = this.happens(then, ms);
      return () => (this.events = this.events.filter((other) => other !== event));
    },
  };

  readonly locks = {
    request: async (name: string, _options: object, callback: LockCallback): Promise<void> => {
      const isFree = !this.browser.held.has(name);
      if (isFree) this.browser.held.set(name, this);
      await callback(isFree ? { name } : null);
    },
  };

  private readonly indexedDB = {
    open: (name: string): object => {
      const failure = this.browser.failureAt('open');
      if (failure === 'throw') throw errorOf(failure);
      const database = {
        createObjectStore: (store: string) => void this.browser.disk.set(`${name}/${store}`, new Map()),
        transaction: (store: string, mode: string) => {
          const broken = this.browser.failureAt('transaction');
          if (broken !== null) throw errorOf('throw');
          return this.browser.begin(new Transaction(this, `${name}/${store}`, mode === 'readwrite'));
        },
      };
      const request = { ...answer(), onupgradeneeded: null as (() => void) | null };
      if (failure !== 'never') this.happens(() => {
        if (failure === 'error' || failure === 'full') {
          request.error = errorOf(failure);
          return request.onerror?.();
        }
        request.result = database;
        if (![...this.browser.disk.keys()].some((key) => key.startsWith(`${name}/`))) request.onupgradeneeded?.();
        request.onsuccess?.();
      }, delayOf(failure));
      return request;
    },
  };

  /** Something comes back from the browser, now or later. */
  happens(happen: () => void, inMs = 0): Event {
    const event = { atMs: this.browser.nowMs + inMs, happen };
    if (!this.isGone) this.events.push(event);
    return event;
  }

  /** When the next event is due, Infinity when nothing waits. */
  get nextMs(): number {
    return Math.min(Infinity, ...this.events.map(({ atMs }) => atMs));
  }

  /** Does something on the page, and lets all promises settle that wait for nothing else. */
  async run(action: () => unknown): Promise<void> {
    Object.assign(globalThis, { indexedDB: this.indexedDB });
    action();
    await new Promise((resolve) => setImmediate(resolve));
    this.browser.goOn();
  }

  /** Lets the first event that is due happen. */
  async step(): Promise<void> {
    const event = this.events.find(({ atMs }) => atMs <= this.browser.nowMs);
    if (!event) return;
    this.events = this.events.filter((other) => other !== event);
    await this.run(event.happen);
  }

  /** The page is gone at once. `isLucky`: a transaction that waited for nothing more was written. */
  kill(isLucky: boolean): void {
    this.isGone = true;
    this.events = [];
    this.browser.leave(this, isLucky);
  }
}

/** A small store, which answers at once. */
export function smallStore(values: Map<string, string>): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
}

/** See the file's header. */
export class TestBrowser {
  nowMs = 1_000_000_000_000;
  /** What is written: values by key, by database and store. */
  readonly disk = new Map<string, Map<string, unknown>>();
  readonly held = new Map<string, TestPage>();
  readonly noted = new Map<string, string>();
  pages: TestPage[] = [];
  plan: FaultPlan = () => null;
  private transactions: Transaction[] = [];

  /** The small store, which all pages share. */
  readonly notes = smallStore(this.noted);

  /** How a call fails now. Only a write can be done without a word. */
  failureAt(call: Call): Failure | null {
    const failure = this.plan(call);
    return failure === 'mute' && call !== 'commit' ? null : failure;
  }

  open(): TestPage {
    const page = new TestPage(this);
    this.pages.push(page);
    return page;
  }

  begin(transaction: Transaction): Transaction {
    this.transactions.push(transaction);
    return transaction;
  }

  isTurnOf(mine: Transaction): boolean {
    const before = this.transactions.slice(0, this.transactions.indexOf(mine));
    return !before.some(({ store, isWriting }) => store === mine.store && (isWriting || mine.isWriting));
  }

  isDone(done: Transaction): void {
    this.transactions = this.transactions.filter((transaction) => transaction !== done);
  }

  goOn(): void {
    for (const transaction of this.transactions) transaction.go();
  }

  leave(gone: TestPage, isLucky: boolean): void {
    this.pages = this.pages.filter((page) => page !== gone);
    for (const [name, page] of this.held) if (page === gone) this.held.delete(name);
    for (const transaction of this.transactions.filter(({ page }) => page === gone)) transaction.leave(isLucky);
    this.goOn();
  }

  /** One event of one page, chosen by `pick` among the pages that have one; else the clock goes on to the next. False when idle. */
  async step(pick: (many: number) => number, untilMs = Infinity): Promise<boolean> {
    const soon = Math.min(Infinity, ...this.pages.map(({ nextMs }) => nextMs));
    if (soon > untilMs) return false;
    this.nowMs = Math.max(this.nowMs, soon);
    const ready = this.pages.filter(({ nextMs }) => nextMs <= this.nowMs);
    await ready[pick(ready.length)]?.step();
    return true;
  }

  /** Lets time pass, with all that happens on the way. */
  async turn(ms: number, pick: (many: number) => number = () => 0): Promise<void> {
    const untilMs = this.nowMs + ms;
    while (await this.step(pick, untilMs));
    this.nowMs = Math.max(this.nowMs, untilMs);
  }
}

/** Numbers below a bound, the same for the same seed. */
export function picker(seed: number): (many: number) => number {
  let state = seed >>> 0;
  return (many) => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) % many;
  };
}
