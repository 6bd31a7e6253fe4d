/** The key service: rotation, overlap, and what it answers. */
import { describe, expect, it } from 'vitest';
import { KeyHistory } from './keys';
import { identityProviderKind } from './kind';
import { IdentityProviderModel } from './model';
import type { IdentityProviderSettings } from './settings';
import { reasonCode } from '@/domain/reasons';
import { MS, NEVER, SECOND } from '@/domain/time';
import { type Asker, Purpose } from '@/engine/call';
import { RunContext } from '@/engine/context';
import { Run } from '@/engine/run';
import { Wire } from '@/engine/wire';
import { ClientModel } from '@/kinds/client/model';

const settingsOf = (part: object): IdentityProviderSettings => {
  return identityProviderKind.schema.parse(part) as IdentityProviderSettings;
};

function world(part: object) {
  const context = new RunContext(1);
  const arrivals = { kind: 'constant', perSecond: 0 } as const;
  const asking = new ClientModel(context, 'asking', { arrivals, patienceMs: null, maxRequests: null });
  const keys = new IdentityProviderModel(context, 'keys', settingsOf(part));
  const wire = new Wire(context, 'wire', asking, keys, { latencyMs: 1, jitterMs: 0, connectTimeoutMs: 1000 });
  wire.assemble([]);
  const run = new Run(context, [asking, keys], [wire], SECOND);
  keys.start();
  const ask = (purpose: Purpose = Purpose.lookup) => {
    const result = { reason: -1, body: null as unknown, atUs: -1 };
    const asker: Asker = {
      answered: ({ reason, body }) => Object.assign(result, { reason, body, atUs: run.nowUs }),
    };
    const call = context.pool.take(wire);
    call.purpose = purpose;
    call.asker = asker;
    wire.start(call, null);
    return result;
  };
  return { context, keys, run, ask };
}

describe('keys over time', () => {
  it('overlap by lead and grace', () => {
    const history = new KeyHistory({ everyUs: 100, leadUs: 10, graceUs: 20 });
    expect([history.publishedAt(89), history.publishedAt(90), history.nextUs]).toEqual([[1], [1, 2], 100]);
    history.rotate(100);
    expect([history.publishedAt(119), history.publishedAt(120), history.publishedAt(190)]).toEqual([[1, 2], [2], [2, 3]]);
    expect([0, 99, 100, 500].map((us) => history.keyAt(us))).toEqual([1, 1, 2, 2]);
  });

  it('stay when they are not rotated', () => {
    const history = new KeyHistory({ everyUs: NEVER, leadUs: 10, graceUs: 20 });
    expect([history.nextUs, history.publishedAt(1e15)]).toEqual([NEVER, [1]]);
  });
});

describe('the key service', () => {
  it('answers with the keys of the moment, and the issuer signs with the key in use', () => {
    const { context, run, ask, keys } = world({ rotateEveryMs: 10_000, leadMs: 1000, graceMs: 2000 });
    const asked = [0, 9500, 11_000, 12_500].map((atMs) => {
      run.advance(atMs * MS);
      return ask();
    });
    run.advance(15 * SECOND);
    expect(asked.map(({ body }) => body)).toEqual([[1], [1, 2], [1, 2], [2]]);
    expect(asked[0]?.atUs).toBe(7 * MS);
    const issuer = context.issuers.get('keys');
    expect([issuer?.keyAt(9_999_999), issuer?.keyAt(10_000_000), keys.currentKey]).toEqual([1, 2, 2]);
    expect(context.transitions.map(({ atUs, from, to }) => [atUs, from, to])).toEqual([[10 * SECOND, 'key 1', 'key 2']]);
  });

  it('counts a changed period from the first use of the key, and rotates at once when that is over', () => {
    const { run, keys } = world({});
    run.advance(20 * SECOND);
    expect(keys.currentKey).toBe(1);
    keys.configure(settingsOf({ rotateEveryMs: 25_000 }));
    run.advance(25 * SECOND);
    expect(keys.currentKey).toBe(2);
    run.advance(30 * SECOND);
    keys.configure(settingsOf({ rotateEveryMs: 2000 }));
    run.advance(30 * SECOND);
    expect(keys.currentKey).toBe(3);
  });

  it('crashed refuses at once and loses what is under way, while keys go on changing; slow takes its time', () => {
    const { run, ask, keys } = world({ rotateEveryMs: 10_000, answerMs: { kind: 'constant', meanMs: 500 } });
    const before = ask();
    run.advance(100 * MS);
    keys.afflict({ kind: 'crash', value: 0 });
    const during = ask();
    run.advance(11 * SECOND);
    const down = reasonCode('unavailable');
    expect([before.reason, during.reason, during.atUs]).toEqual([down, down, 102 * MS]);
    expect([keys.currentKey, keys.state]).toEqual([2, 'crashed']);
    keys.relieve({ kind: 'crash', value: 0 });
    keys.afflict({ kind: 'slow', value: 3000 });
    const slow = ask();
    run.advance(20 * SECOND - 1);
    expect([slow.reason, slow.atUs]).toEqual([0, 14_002 * MS]);
    keys.relieve({ kind: 'slow', value: 3000 });
    const quick = ask();
    run.advance(21 * SECOND);
    expect([quick.reason, keys.holding(), run.stopped]).toEqual([0, 0, null]);
  });

  it('has nothing for requests, and is healthy while it is up', () => {
    const { run, ask } = world({});
    const asked = [ask(Purpose.request), ask(Purpose.probe)];
    run.advance(SECOND);
    expect(asked.map(({ reason }) => reason)).toEqual([reasonCode('no-route'), 0]);
  });

  it('knows no other fault, and takes the first values of its fields', () => {
    const { keys } = world({});
    expect(keys.afflict({ kind: 'hang', value: 0 })).toBe(false);
    expect(identityProviderKind.summary(settingsOf({ rotateEveryMs: 3_600_000 }))).toBe('a new key every 3600 s');
  });
});
