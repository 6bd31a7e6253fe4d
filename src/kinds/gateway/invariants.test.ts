/** What must always be true of a gateway, while callers withdraw at any stage and settings and faults change. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PER_USER, settingsOf, to, world } from './test-world';
import { reasonCode } from '@/domain/reasons';
import { MS, SECOND } from '@/domain/time';
import { TokenFlaw, tokenOf } from '@/domain/token';
import { RunContext } from '@/engine/context';
import { TimeoutLayer } from '@/policies/timeout/model';

const PARTS = (rng: (below: number) => number): object => ({
  replicas: 1 + rng(3),
  workers: 1 + rng(3),
  queueLimit: rng(3) === 0 ? rng(10) : null,
  tls: rng(2) === 0 ? { handshakeMs: 2, requestsPerConnection: 2 } : null,
  jwt: rng(2) === 0 ? { mode: ['on-demand', 'async', 'pushed'][rng(3)], cacheMs: 1000, verifyMs: 0.5, required: false } : null,
  limits:
    rng(2) === 0
      ? {
          specs: [{ ...PER_USER, algorithm: ['token-bucket', 'leaky-queue'][rng(2)], limit: 500, burst: 20 }],
          store: [{ kind: 'local' }, { kind: 'local-share' }, { kind: 'shared', rttMs: 3 }][rng(3)],
        }
      : null,
  businessLogic: rng(2) === 0 ? { costMs: { kind: 'exponential', meanMs: 3 } } : null,
  routes: rng(2) === 0 ? [{ id: 'all', path: '/', to: [to('to-a', 3), to('to-b', 1)] }] : [],
});
const EFFECTS = [
  { kind: 'crash', value: 0 },
  { kind: 'crash', value: 1 },
  { kind: 'restart', value: 30 },
  { kind: 'slow', value: 8 },
  { kind: 'limit-store-outage', value: 0 },
] as const;

describe('invariants', () => {
  it('hold while callers withdraw at any stage and everything changes', () => {
    const seen = new Set<string>();
    const property = fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (seed) => {
      const stream = new RunContext(seed).stream('test', 'changes');
      const rng = (below: number): number => stream.below(below);
      const { run, context, client, gateway, keys, front, side, nodes, send } = world(PARTS(rng), { perSecond: 600, seed });
      // Work is taken back after a time that catches calls at every stage.
      for (const wire of [front, side]) {
        const settings = { afterMs: 1 + rng(25), work: 'cancelled' } as const;
        wire.assemble([new TimeoutLayer(context, wire.id, settings, reasonCode('timeout'))]);
      }
      const active: (() => void)[] = [];
      for (let i = 0; i < 20; i++) {
        run.advance(run.nowUs + (1 + rng(60)) * MS);
        for (let n = rng(4); n > 0; n--) send({ user: 1 + rng(3), token: tokenOf(1, TokenFlaw.none) });
        const effect = EFFECTS[rng(EFFECTS.length)] ?? EFFECTS[0];
        const victim = rng(4) === 0 ? keys : gateway;
        switch (rng(3)) {
          case 0:
            gateway.configure(settingsOf(PARTS(rng)));
            break;
          case 1:
            if (victim.afflict(effect)) active.push(() => victim.relieve(effect));
            break;
          default:
            active.shift()?.();
        }
        run.check();
      }
      for (const relieve of active) relieve();
      client.configure({ arrivals: { kind: 'constant', perSecond: 0 }, patienceMs: null, maxRequests: 0 });
      run.advance(run.nowUs + 30 * SECOND);
      expect(run.stopped).toBeNull();
      for (const node of nodes) {
        const { tally, waiting, busy, memoryKb } = node;
        expect([node.holding(), tally.inFlight, waiting.value, busy.value, memoryKb.held]).toEqual([0, 0, 0, 0, 0]);
        for (const reason of Object.keys(node.tally.reasons())) seen.add(reason);
      }
      gateway.configure(settingsOf({}));
      run.advance(run.nowUs + 10 * SECOND);
      expect(context.pool.live).toBe(0);
    });
    fc.assert(property, { numRuns: 100, seed: 20260729 });
    const expected = ['cancelled', 'timeout', 'crashed', 'terminated', 'unavailable', 'queue-full', 'rate-limited'];
    expect([...seen]).toEqual(expect.arrayContaining(expected));
  }, 120_000);
});
