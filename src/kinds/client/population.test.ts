/** A client's users: who asks, from where, for what, with which token; and that nobody is drawn where nobody is told apart. */
import { describe, expect, it } from 'vitest';
import { clientKind } from './kind';
import { ClientModel } from './model';
import { Population } from './population';
import type { ClientSettings, PopulationSettings, TokenSettings } from './settings';
import { SECOND } from '@/domain/time';
import { flawOf, keyOf, TokenFlaw } from '@/domain/token';
import { Call } from '@/engine/call';
import { RunContext } from '@/engine/context';
import { Run } from '@/engine/run';
import { Wire } from '@/engine/wire';
import { DatabaseModel } from '@/kinds/database/model';

const PEOPLE: PopulationSettings = {
  users: 10,
  firstUser: 101,
  addresses: 4,
  firstAddress: 1000,
  paths: [{ path: '/', weight: 1 }],
  tokens: null,
};
const TOKENS: TokenSettings = { issuer: 'id', lifetimeMs: 10_000, forgedShare: 0, expiredShare: 0, missingShare: 0 };

/** So many draws, each as [user, ip, path, token]. */
function draw(own: Partial<PopulationSettings>, count: number, context = new RunContext(1)): number[][] {
  const population = new Population(context, 'client', { ...PEOPLE, ...own });
  return Array.from({ length: count }, () => {
    const call = new Call();
    population.fill(call);
    return [call.user, call.ip, call.urlPath, call.token];
  });
}

/** A context at 100 s with an issuer whose keys change every 3 s. */
function signing(): RunContext {
  const context = new RunContext(1);
  context.issuers.set('id', { keyAt: (us) => 1 + Math.floor(us / (3 * SECOND)) });
  context.agenda.nowUs = 100 * SECOND;
  return context;
}

const share = (draws: readonly number[], value: number): number => draws.filter((x) => x === value).length / draws.length;

describe('users', () => {
  it('are drawn uniformly, and each sits behind one address', () => {
    const draws = draw({}, 20_000);
    for (let user = 101; user <= 110; user++) {
      // 10 %, four standard deviations of 20,000 draws.
      expect(Math.abs(share(draws.map(([u]) => u as number), user) - 0.1)).toBeLessThan(4 * 0.0022);
    }
    expect(draws.every(([user, ip]) => ip === 1000 + ((user as number) % 4))).toBe(true);
  });

  it('of a campus share one address', () => {
    expect(new Set(draw({ addresses: 1 }, 100).map(([, ip]) => ip))).toEqual(new Set([1000]));
  });
});

describe('paths', () => {
  it('come by weight, listed in the run; a weight of 0 never comes', () => {
    const context = new RunContext(1);
    const paths = [
      { path: '/a', weight: 3 },
      { path: '/never', weight: 0 },
      { path: '/b', weight: 1 },
    ];
    const found = draw({ paths }, 20_000, context).map(([, , path]) => path as number);
    expect(context.urlPaths).toEqual(['/', '/a', '/never', '/b']);
    expect(Math.abs(share(found, 1) - 0.75)).toBeLessThan(4 * 0.0031);
    expect([share(found, 2), share(found, 0)]).toEqual([0, 0]);
  });

  it('do not move the draws of users', () => {
    const users = (own: Partial<PopulationSettings>): unknown => draw(own, 50, signing()).map(([user]) => user);
    expect(users({ paths: [{ path: '/a', weight: 1 }], tokens: TOKENS })).toEqual(users({}));
  });
});

describe('tokens', () => {
  it('are signed with the key of any moment of the lifetime before now', () => {
    const found = draw({ tokens: TOKENS }, 5000, signing()).map(([, , , token]) => token as number);
    expect(new Set(found.map(flawOf))).toEqual(new Set([TokenFlaw.none]));
    // From 90 s to 100 s: keys 31 (from 90 s) to 34 (99 s); the first three for 3 s each, the last for 1 s.
    expect([31, 32, 33, 34].map((key) => Math.round(share(found.map(keyOf), key) * 10))).toEqual([3, 3, 3, 1]);
  });

  it('are not older than the run: those of before it have its first key', () => {
    const context = signing();
    context.agenda.nowUs = 0;
    const found = draw({ tokens: TOKENS }, 100, context).map(([, , , token]) => token as number);
    expect(new Set(found.map(keyOf))).toEqual(new Set([1]));
  });

  it('are missing, forged, expired or good by their shares; an expired one is a lifetime older', () => {
    const tokens = { ...TOKENS, missingShare: 0.4, forgedShare: 0.3, expiredShare: 0.2 };
    const found = draw({ tokens }, 20_000, signing()).map(([, , , token]) => token as number);
    const kinds = found.map((token) => (token === 0 ? -1 : flawOf(token)));
    const shares = [-1, TokenFlaw.forged, TokenFlaw.expired, TokenFlaw.none].map((kind) => share(kinds, kind));
    [0.4, 0.3, 0.2, 0.1].forEach((expected, i) => expect(Math.abs((shares[i] as number) - expected)).toBeLessThan(0.014));
    const expired = found.filter((token) => token !== 0 && flawOf(token) === TokenFlaw.expired).map(keyOf);
    // Signed from 80 s to 90 s.
    expect([Math.min(...expired), Math.max(...expired)]).toEqual([27, 30]);
  });

  it('are not there when nobody signs them', () => {
    expect(new Set(draw({ tokens: { ...TOKENS, issuer: 'nobody' } }, 50, signing()).map(([, , , token]) => token))).toEqual(new Set([0]));
  });
});

describe('a run', () => {
  const settings: ClientSettings = { arrivals: { kind: 'poisson', perSecond: 200 }, patienceMs: 500, maxRequests: null };

  function print(own: ClientSettings): { readonly hex: string; readonly users: ReadonlySet<number> } {
    const context = new RunContext(5);
    const users = new Set<number>();
    const client = new ClientModel(context, 'client', own);
    class Witness extends DatabaseModel {
      override receive(call: Call): void {
        users.add(call.user);
        super.receive(call);
      }
    }
    const query = { kind: 'exponential', meanMs: 20 } as const;
    const witness = new Witness(context, 'database', { connections: 3, query, queueLimit: 50, waitMs: 200 });
    const wire = new Wire(context, 'wire', client, witness, { latencyMs: 1, jitterMs: 0, connectTimeoutMs: 5000 });
    wire.assemble(client.ownLayers('wire'));
    client.out.push(wire);
    client.start();
    const run = new Run(context, [client, witness], [wire], SECOND);
    run.advance(20 * SECOND);
    expect(run.stopped).toBeNull();
    return { hex: run.fingerprint.hex(), users };
  }

  it('is the same run with and without a population, but for who asks', () => {
    const plain = print(settings);
    const told = print({ ...settings, population: PEOPLE });
    expect(print({ ...settings, population: null })).toEqual(plain);
    expect(told.hex).toBe(plain.hex);
    expect([[...plain.users], told.users.size]).toEqual([[0], 10]);
  });
});

describe('the contract', () => {
  const parse = (population: unknown): boolean => clientKind.schema.safeParse({ population }).success;

  it('fills in what is left out, and refuses what cannot be', () => {
    expect(clientKind.schema.parse({})).toMatchObject({ population: null });
    expect(clientKind.schema.parse({ population: { users: 5 } })).toMatchObject({
      population: { users: 5, firstUser: 1, addresses: 1, firstAddress: 1, paths: [{ path: '/', weight: 1 }], tokens: null },
    });
    expect([parse({ users: 0 }), parse({ users: 10_000_001 }), parse({ users: 3, addresses: 4 })]).toEqual([false, false, false]);
    expect([parse({ users: 3, paths: [] }), parse({ users: 3, paths: [{ path: '/a', weight: 0 }] })]).toEqual([false, false]);
    expect(parse({ users: 3, tokens: { issuer: 'id', forgedShare: 0.6, missingShare: 0.5 } })).toBe(false);
    expect(parse({ users: 3, tokens: { issuer: 'id', forgedShare: 0.5, missingShare: 0.5 } })).toBe(true);
  });

  it('names the users', () => {
    const words = (settings: unknown): string => clientKind.summary(clientKind.schema.parse(settings));
    expect(words({})).toBe('100 /s · Poisson');
    expect(words({ population: { users: 500 } })).toBe('100 /s · Poisson · 500 users');
    const closed = { kind: 'closed', users: 50, think: { kind: 'constant', meanMs: 100 } };
    expect(words({ arrivals: closed })).toBe('50 users');
    expect(words({ arrivals: closed, population: { users: 500 } })).toBe('50 at once · 500 users');
  });
});
