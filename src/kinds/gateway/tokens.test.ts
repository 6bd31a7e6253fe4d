/** Tokens at the gateway, through outages and rotations of the key service. */
import { describe, expect, it } from 'vitest';
import { world } from './test-world';
import { reasonCode } from '@/domain/reasons';
import { MS, SECOND } from '@/domain/time';
import { TokenFlaw, tokenOf } from '@/domain/token';

describe('tokens', () => {
  const jwt = { mode: 'on-demand', cacheMs: 10_000, verifyMs: 0, required: true };
  const good = tokenOf(1, TokenFlaw.none);
  const [UNAUTHORIZED, FORBIDDEN, NO_KEYS] = (['unauthorized', 'forbidden', 'keys-unavailable'] as const).map(reasonCode);

  it('are checked in order: time, audience, signature', () => {
    const { run, send, a, keys } = world({ jwt });
    const tokens = [good, 0, ...[TokenFlaw.forged, TokenFlaw.expired, TokenFlaw.audience].map((f) => tokenOf(1, f))];
    const sent = [...tokens, tokenOf(2, TokenFlaw.none)].map((token) => send({ token }));
    run.advance(SECOND);
    const no = UNAUTHORIZED;
    expect(sent.map(({ reason }) => reason)).toEqual([0, no, no, no, FORBIDDEN, no]);
    // One fetch for each of two replicas; the unknown key caused none.
    expect([a.tally.arrived, keys.tally.completed]).toEqual([1, 2]);
  });

  it('are not required where that is said', () => {
    const { run, send } = world({ jwt: { ...jwt, required: false } });
    const sent = send();
    run.advance(SECOND);
    expect(sent.reason).toBe(0);
  });

  it('without a key service are refused', () => {
    const { run, send, gateway } = world({ jwt });
    gateway.lookups.length = 0;
    const sent = send({ token: good });
    run.advance(SECOND);
    expect(sent.reason).toBe(NO_KEYS);
  });

  it.each([
    ['on-demand', 10, false],
    ['async', 10, true],
    ['pushed', 10, true],
  ] as const)('through an outage of the key service, mode %s', (mode, seconds, survives) => {
    const { run, send, keys } = world({ replicas: 1, jwt: { ...jwt, mode } });
    const first = send({ token: good });
    run.advance(SECOND);
    expect(first.reason).toBe(0);
    keys.afflict({ kind: 'crash', value: 0 });
    run.advance((seconds - 1) * SECOND);
    const fresh = send({ token: good });
    run.advance((seconds + 2) * SECOND);
    const stale = send({ token: good });
    const forged = send({ token: tokenOf(1, TokenFlaw.forged) });
    run.advance((seconds + 3) * SECOND);
    expect([fresh.reason, stale.reason]).toEqual([0, survives ? 0 : NO_KEYS]);
    expect(forged.reason).toBe(survives ? UNAUTHORIZED : NO_KEYS);
    keys.relieve({ kind: 'crash', value: 0 });
    const after = send({ token: good });
    run.advance((seconds + 4) * SECOND);
    expect([after.reason, run.stopped]).toEqual([0, null]);
  });

  it('through a rotation: a new key published too late is refused, a retired one once the list is fetched again', () => {
    // Key 2 signs from 15 s. Fetches of the async mode: 0, 5, 10, 15, 20 s, each 5 ms later in hand.
    const states = [0, 6000].map((leadMs) => {
      const idp = { rotateEveryMs: 15_000, leadMs, graceMs: 2000 };
      const { run, send, keys, context } = world({ replicas: 1, jwt: { ...jwt, mode: 'async' } }, { idp });
      run.advance(14_900 * MS);
      expect(context.issuers.get('keys')?.keyAt(run.nowUs)).toBe(1);
      run.advance(15_001 * MS);
      expect([keys.currentKey, context.issuers.get('keys')?.keyAt(14_999 * MS)]).toEqual([2, 1]);
      const atOnce = send({ token: tokenOf(2, TokenFlaw.none) });
      const old = send({ token: good });
      run.advance(21 * SECOND);
      const later = send({ token: tokenOf(2, TokenFlaw.none) });
      const retired = send({ token: good });
      run.advance(22 * SECOND);
      return [atOnce, old, later, retired].map(({ reason }) => reason);
    });
    expect(states).toEqual([
      [UNAUTHORIZED, 0, 0, UNAUTHORIZED],
      [0, 0, 0, UNAUTHORIZED],
    ]);
  });

  it('a replica that restarts during the outage has lost its keys; those of a control plane are pushed again', () => {
    const reasons = (['on-demand', 'async', 'pushed'] as const).map((mode) => {
      const { run, send, keys, gateway } = world({ replicas: 1, jwt: { ...jwt, mode, cacheMs: 600_000 } });
      const first = send({ token: good });
      run.advance(SECOND);
      keys.afflict({ kind: 'crash', value: 0 });
      gateway.afflict({ kind: 'restart', value: 100 });
      run.advance(2 * SECOND);
      const sent = send({ token: good });
      run.advance(3 * SECOND);
      expect(first.reason).toBe(0);
      return sent.reason;
    });
    expect(reasons).toEqual([NO_KEYS, reasonCode('unavailable'), 0]);
  });
});
