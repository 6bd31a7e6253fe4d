/** Fetches keys over the wire to a key service, when the cache's mode says so or when a request needs them. */
import { KeyCache, type KeyCacheSettings } from './jwks';
import { OK } from '@/domain/reasons';
import { NEVER } from '@/domain/time';
import { Phase, type Target } from '@/engine/agenda';
import { type Asker, Purpose } from '@/engine/call';
import type { RunContext } from '@/engine/context';
import type { Wire } from '@/engine/wire';

const FETCH = 0;

/** The fetcher of one replica, or of the control plane of all. */
export class KeyFetcher implements Target {
  readonly tag: number;
  readonly cache: KeyCache;
  /** The fetch whose answer counts; an answer to a process that has died in between does not. */
  private pending: Asker | null = null;
  private timer = -1;

  /** `wire` finds the way to the key service, null when there is none. `ended` hears of every fetch, after the cache. */
  constructor(
    private readonly context: RunContext,
    part: string,
    settings: KeyCacheSettings,
    private readonly wire: () => Wire | null,
    private readonly ended: (isGood: boolean) => void,
  ) {
    this.tag = context.tag(part, 'keys');
    this.cache = new KeyCache(settings);
  }

  /** A process begins; modes that fetch ahead of time do so now. */
  start(): void {
    if (this.cache.pauseUs !== NEVER) this.fetch();
  }

  /** The process is gone, and with it what it knew. */
  stop(): void {
    this.cancel();
    this.pending = null;
    this.cache.forget();
  }

  /** Asks for the keys, unless that is under way. The answer may come before this returns. */
  fetch(): void {
    if (this.pending !== null) return;
    this.cancel();
    const asker: Asker = {
      answered: ({ reason, body }) => {
        if (this.pending === asker) this.end(reason === OK && isKeyList(body) ? body : null);
      },
    };
    this.pending = asker;
    this.cache.isFetching = true;
    const wire = this.wire();
    if (wire === null) return this.end(null);
    const call = this.context.pool.take(wire);
    call.purpose = Purpose.lookup;
    call.asker = asker;
    call.user = 0;
    call.ip = 0;
    call.urlPath = 0;
    call.token = 0;
    wire.start(call, null);
  }

  handle(): void {
    this.timer = -1;
    this.fetch();
  }

  private end(keys: readonly number[] | null): void {
    const { agenda } = this.context;
    this.pending = null;
    if (keys === null) this.cache.failed();
    else this.cache.succeeded(keys, agenda.nowUs);
    const { pauseUs } = this.cache;
    if (pauseUs !== NEVER) this.timer = agenda.book(agenda.nowUs + pauseUs, Phase.timer, this, FETCH, null);
    this.ended(keys !== null);
  }

  private cancel(): void {
    if (this.timer >= 0) this.context.agenda.cancel(this.timer);
    this.timer = -1;
  }
}

function isKeyList(body: unknown): body is readonly number[] {
  return Array.isArray(body) && body.every((key) => typeof key === 'number');
}
