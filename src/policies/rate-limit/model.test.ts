/** The layer on its own: between a caller that notes what comes back and a callee that notes what arrives. */
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { LimitSpec } from './limit-set';
import { RateLimitLayer, type RateLimitSettings, type StoreSettings } from './model';
import { rateLimitPolicy } from './policy';
import { RATE_LIMIT_PRESETS } from './presets';
import { spec } from './test-script';
import { OK, reasonInfo } from '@/domain/reasons';
import { MS } from '@/domain/time';
import { Call } from '@/engine/call';
import { RunContext } from '@/engine/context';
import { Layer, stack } from '@/engine/layer';

/** Notes when calls pass, as `id@ms` and how. */
class End extends Layer {
  readonly notes: string[] = [];

  constructor(private readonly context: RunContext) {
    super(0);
  }

  override send(call: Call): void {
    this.note(call, 'sent');
  }

  override settle(call: Call): void {
    this.note(call, call.reason === OK ? 'back' : reasonInfo(call.reason).id);
  }

  override withdraw(call: Call): void {
    this.note(call, 'withdrawn');
  }

  private note(call: Call, what: string): void {
    this.notes.push(`${call.id}@${this.context.agenda.nowUs / MS} ${what}`);
  }
}

const LOCAL: StoreSettings = { kind: 'local' };
const shared = (onOutage: 'open' | 'closed', rttMs = 2): StoreSettings => ({ kind: 'shared', rttMs, timeoutMs: 20, onOutage });
const ONE = spec('first-hit-window', { per: 'user', limit: 1 });

function setUp(limits: readonly LimitSpec[], store: StoreSettings) {
  const context = new RunContext(1);
  const settings: RateLimitSettings = { limits, charging: 'atomic', store };
  const layer = new RateLimitLayer(context, 'a', settings);
  const [top, bottom] = [new End(context), new End(context)];
  stack([top, layer, bottom]);
  let calls = 0;
  const send = (user = 0): Call => {
    const call = new Call();
    call.id = ++calls;
    call.user = user;
    layer.send(call);
    return call;
  };
  const until = (ms: number): void => {
    const { agenda } = context;
    for (let due = agenda.take(ms * MS); due !== null; due = agenda.take(ms * MS)) due.target.handle(due.kind, due.call);
    agenda.nowUs = ms * MS;
  };
  return { layer, settings, top, bottom, send, until };
}

describe('counted here', () => {
  it('refuses at once and says when to come again', () => {
    const { layer, top, bottom, send, until } = setUp([ONE], LOCAL);
    send();
    until(250.5);
    const refused = send();
    send(2);
    expect(top.notes).toEqual(['2@250.5 rate-limited']);
    expect(bottom.notes).toEqual(['1@0 sent', '3@250.5 sent']);
    expect([refused.retryAfterMs, layer.refused]).toEqual([750, 1]);
  });

  it('forgets what an earlier try was told once the call passes', () => {
    const { layer, send, until } = setUp([ONE], LOCAL);
    send();
    const again = send();
    until(1000);
    again.reason = OK;
    layer.send(again);
    expect(again.retryAfterMs).toBe(0);
  });

  it('holds back by the queue, and a withdrawn call leaves it', () => {
    const { layer, top, bottom, send, until } = setUp([spec('leaky-queue', { limit: 10, burst: 2 })], LOCAL);
    const [, second] = [send(), send(), send(), send()];
    expect(top.notes).toEqual(['4@0 rate-limited']);
    expect(layer.held).toBe(2);
    if (second !== undefined) layer.withdraw(second);
    until(500);
    expect(top.notes).toEqual(['4@0 rate-limited', '2@0 back']);
    expect(bottom.notes).toEqual(['1@0 sent', '3@200 sent']);
    expect([layer.held, layer.fault()]).toEqual([0, null]);
  });

  it('passes on the withdrawal of a call that is not held', () => {
    const { layer, bottom, send } = setUp([ONE], LOCAL);
    layer.withdraw(send());
    expect(bottom.notes).toEqual(['1@0 sent', '1@0 withdrawn']);
  });
});

describe('a shared store', () => {
  it('costs a round trip on every request, refused ones too', () => {
    const { top, bottom, send, until } = setUp([ONE], shared('open'));
    send();
    send();
    until(100);
    expect(bottom.notes).toEqual(['1@2 sent']);
    expect(top.notes).toEqual(['2@2 rate-limited']);
  });

  it('does not count a call that was withdrawn before the answer', () => {
    const { layer, top, bottom, send, until } = setUp([ONE], shared('open'));
    layer.withdraw(send());
    send();
    until(100);
    expect(top.notes).toEqual(['1@0 back']);
    expect(bottom.notes).toEqual(['2@2 sent']);
  });

  it.each<['open' | 'closed', string[], string[]]>([
    ['open', ['1@20 sent', '2@20 sent', '3@102 sent'], []],
    ['closed', ['3@102 sent'], ['1@20 limiter-error', '2@20 limiter-error']],
  ])('that is down makes everybody wait for the timeout and fails %s', (onOutage, sent, refused) => {
    const { layer, top, bottom, send, until } = setUp([ONE], shared(onOutage));
    layer.isStoreDown = true;
    send();
    send();
    until(100);
    layer.isStoreDown = false;
    send();
    until(200);
    expect(bottom.notes).toEqual(sent);
    expect(top.notes).toEqual(refused);
    expect([layer.undecided, layer.refused]).toEqual([2, refused.length]);
  });

  it('slower than the timeout is as good as down', () => {
    const { bottom, send, until } = setUp([ONE], shared('open', 20));
    send();
    send();
    until(100);
    expect(bottom.notes).toEqual(['1@20 sent', '2@20 sent']);
  });
});

describe('new settings', () => {
  it('keep the counts unless limits or charging change', () => {
    const { layer, settings, send, top } = setUp([ONE], LOCAL);
    send();
    layer.configure({ ...settings, limits: [{ ...ONE }] });
    send();
    expect(top.notes).toEqual(['2@0 rate-limited']);
    layer.configure({ ...settings, limits: [{ ...ONE, limit: 2 }] });
    send();
    send();
    expect(top.notes).toEqual(['2@0 rate-limited']);
  });
});

describe('the contract', () => {
  const parse = (settings: unknown): unknown => z.parse(rateLimitPolicy.schema, settings);
  const read = (settings: unknown): readonly string[] => rateLimitPolicy.check(parse(settings));

  it('has a usual setting', () => {
    expect(rateLimitPolicy.summary(parse({}))).toBe('100/min per user');
    expect(read({})).toEqual([]);
  });

  it.each(Object.entries(RATE_LIMIT_PRESETS))('takes the preset %s', (_id, { settings }) => {
    expect(parse(settings)).toEqual(settings);
    expect(read(settings)).toEqual([]);
  });

  it('keeps the bounds', () => {
    const limits = (other: Partial<LimitSpec>, count = 1): unknown => ({
      limits: Array.from({ length: count }, (_, i) => ({ ...spec('token-bucket'), id: `l${i}`, ...other })),
    });
    for (const good of [{ limit: 1 }, { limit: 1e9 }, { windowMs: 1 }, { windowMs: 86_400_000 }, { burst: 1 }]) {
      expect(read(limits(good))).toEqual([]);
    }
    const tooFar = [{ limit: 0 }, { limit: 1e9 + 1 }, { limit: 1.5 }, { windowMs: 0 }, { windowMs: 86_400_001 }, { burst: 0 }];
    for (const bad of tooFar) {
      expect(() => parse(limits(bad))).toThrow();
    }
    expect(read(limits({}, 10))).toEqual([]);
    expect(() => parse(limits({}, 11))).toThrow();
    expect(() => parse(limits({}, 0))).toThrow();
  });

  it('says what cannot be', () => {
    expect(read({ limits: [ONE, ONE] })).toEqual(['two limits are called "first-hit-window"']);
    expect(read({ limits: [spec('sliding-log', { limit: 1_000_001 })] })).toHaveLength(1);
    expect(read({ limits: [spec('leaky-bucket', { limit: 1, windowMs: 1_000_001 })] })).toHaveLength(1);
    expect(read({ limits: [spec('leaky-bucket', { limit: 1, windowMs: 1_000_000 })] })).toEqual([]);
    expect(read({ store: { kind: 'shared', rttMs: 20 } })).toHaveLength(1);
  });
});

describe('what the limits tell of themselves', () => {
  const perUser = spec('fixed-window', { id: 'own', per: 'user', limit: 2 });
  const forAll = spec('fixed-window', { id: 'all', per: 'global', limit: 3 });

  it('is which of them refused how many, and who stands how', () => {
    const { layer, send } = setUp([perUser, forAll], LOCAL);
    expect(layer.limitStatus().map(({ id, refused, standing }) => ({ id, refused, left: standing?.left ?? null }))).toEqual([
      { id: 'own', refused: 0, left: null },
      { id: 'all', refused: 0, left: 3 },
    ]);
    for (const user of [7, 7, 7, 8, 9]) send(user);
    // The third of user 7 meets the own limit; that of user 9 the limit for all, three having passed.
    expect(layer.limitStatus()).toMatchObject([
      { id: 'own', per: 'user', refused: 1, keys: 3, standing: { key: 7, left: 0, most: 2 } },
      { id: 'all', per: 'global', refused: 1, keys: 1, standing: { key: null, left: 0, most: 3 } },
    ]);
    expect(layer.limitStatus().reduce((sum, { refused }) => sum + refused, 0)).toBe(layer.refused);
  });

  it('outlives new counters', () => {
    const { layer, send } = setUp([perUser], LOCAL);
    for (let i = 0; i < 5; i++) send(7);
    layer.configure({ limits: [{ ...perUser, limit: 1 }], charging: 'atomic', store: LOCAL });
    expect(layer.limitStatus()).toMatchObject([{ id: 'own', limit: 1, refused: 3, keys: 0, standing: { left: 1, most: 1 } }]);
    send(7);
    send(7);
    expect(layer.limitStatus()).toMatchObject([{ refused: 4, standing: { key: 7, left: 0 } }]);
  });
});
