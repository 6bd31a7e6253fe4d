/** The database against Erlang's loss formula (DOMAIN.md 6.4, tolerances 6.5), exact sequences, and the invariants under faults. */
import { describe, expect, it } from 'vitest';
import { databaseKind } from './kind';
import { Line } from './line';
import { DatabaseModel } from './model';
import type { DatabaseSettings } from './settings';
import { Caller } from './test-caller';
import { reasonCode } from '@/domain/reasons';
import { MS, SECOND } from '@/domain/time';
import { Call, Purpose } from '@/engine/call';
import { RandomStream } from '@/engine/chance/random-stream';
import { RunContext } from '@/engine/context';
import type { NodeModel } from '@/engine/node-model';
import { Run } from '@/engine/run';
import { Wire } from '@/engine/wire';
import { ClientModel } from '@/kinds/client/model';
import type { ClientSettings } from '@/kinds/client/settings';
import { TimeoutLayer } from '@/policies/timeout/model';

const PLAIN = { latencyMs: 0, jitterMs: 0, connectTimeoutMs: 5000 };
const SETTINGS: DatabaseSettings = {
  connections: 2,
  query: { kind: 'constant', meanMs: 100 },
  queueLimit: null,
  waitMs: null,
};

interface Bench<Source> {
  readonly run: Run;
  readonly source: Source;
  readonly database: DatabaseModel;
  readonly wire: Wire;
}

/** A source in front of a database. */
function put<Source extends NodeModel>(context: RunContext, source: Source, own: Partial<DatabaseSettings>, cancelMs = 0): Bench<Source> {
  const database = new DatabaseModel(context, 'database', { ...SETTINGS, ...own });
  const wire = new Wire(context, 'wire', source, database, PLAIN);
  const timeout = new TimeoutLayer(context, 'wire', { afterMs: cancelMs, work: 'cancelled' }, reasonCode('timeout'));
  wire.assemble(cancelMs > 0 ? [timeout] : []);
  source.out.push(wire);
  source.start();
  return { run: new Run(context, [source, database], [wire], SECOND), source, database, wire };
}

/** Calls that the test sends. */
function bench(own: Partial<DatabaseSettings>): Bench<Caller> {
  const context = new RunContext(1);
  return put(context, new Caller(context), own);
}

const stream = (perSecond: number, maxRequests: number | null): ClientSettings => {
  return { arrivals: { kind: 'poisson', perSecond }, patienceMs: null, maxRequests };
};

function sound({ run }: { readonly run: Run }): void {
  run.check();
  expect(run.stopped).toBeNull();
}

describe('a line', () => {
  it('is first in, first out, and lets calls leave from anywhere', () => {
    const line = new Line();
    const calls = Array.from({ length: 6 }, () => new Call());
    calls.forEach((call) => line.push(call));
    for (const at of [2, 0, 5]) line.remove(calls[at] as Call);
    line.push(calls[0] as Call);
    expect([1, 2, 3, 4].map(() => calls.indexOf(line.shift() as Call))).toEqual([1, 3, 4, 0]);
    expect([line.shift(), line.length]).toEqual([null, 0]);
  });
});

describe('the pool', () => {
  it.each([1, 2, 3])('without a line loses what Erlang B says: 10 connections, 8 erlangs, seed %d', (seed) => {
    const own = { connections: 10, queueLimit: 0, query: { kind: 'exponential', meanMs: 10 } } as const;
    const context = new RunContext(seed);
    const lab = put(context, new ClientModel(context, 'client', stream(800, 100_000)), own);
    lab.run.advance(130 * SECOND);
    const { tally } = lab.database;
    expect(tally.arrived).toBe(100_000);
    expect(tally.failed).toBe(tally.reasons()['queue-full']);
    expect(Math.abs(tally.failed / tally.arrived / 0.121661 - 1)).toBeLessThan(0.064);
    sound(lab);
  });

  it('serves in order, and refuses beyond the line', () => {
    const lab = bench({ queueLimit: 3 });
    lab.source.send(0, 0, 0, 0, 0, 0, 0);
    expect(lab.database.tally.reasons()).toEqual({ 'queue-full': 2 });
    lab.run.advance(300 * MS);
    expect([lab.database.tally.completed, lab.database.wait.count, lab.database.wait.sum]).toEqual([5, 5, 2 * 100 * MS + 200 * MS]);
    sound(lab);
  });

  it('lets callers wait for their time and no longer; a connection at the last moment is too late', () => {
    const lab = bench({ connections: 1, waitMs: 100 });
    lab.source.send(0, 0, 0);
    lab.run.advance(99 * MS);
    lab.source.send(0);
    lab.run.advance(SECOND);
    // Two fail at 100 ms, before the first query ends in the same moment; the one sent at 99 ms gets its connection then.
    expect(lab.database.tally.reasons()).toEqual({ 'pool-timeout': 2 });
    expect(lab.database.tally.completed).toBe(2);
    sound(lab);
  });

  it('keeps deadlines of before when the wait changes, and lets those behind leave first', () => {
    const lab = bench({ connections: 1, waitMs: 90 });
    lab.source.send(0, 0);
    lab.database.configure({ ...SETTINGS, connections: 1, waitMs: 10 });
    lab.source.send(0);
    lab.run.advance(10 * MS);
    expect(lab.database.tally.reasons()).toEqual({ 'pool-timeout': 1 });
    lab.run.advance(89 * MS);
    expect(lab.database.tally.failed).toBe(1);
    lab.run.advance(90 * MS);
    expect(lab.database.tally.failed).toBe(2);
    sound(lab);
  });

  it('gives new connections to those who wait', () => {
    const lab = bench({ connections: 1 });
    lab.source.send(0, 0, 0, 0);
    lab.database.configure({ ...SETTINGS, connections: 4 });
    lab.run.advance(100 * MS);
    expect(lab.database.tally.completed).toBe(4);
  });

  it('gives a health check a connection, but no work', () => {
    const lab = bench({ connections: 1 });
    lab.source.send(0);
    let askedUs = -1;
    const call = lab.run.context.pool.take(lab.wire);
    call.purpose = Purpose.probe;
    call.asker = { answered: () => void (askedUs = lab.run.nowUs) };
    lab.wire.start(call, null);
    lab.run.advance(99 * MS);
    expect(askedUs).toBe(-1);
    lab.run.advance(100 * MS);
    expect(askedUs).toBe(100 * MS);
    sound(lab);
  });
});

describe('faults', () => {
  it('crash breaks queries and places in line, and refuses until it ends', () => {
    const lab = bench({});
    lab.source.send(0, 0, 0, 0, 0);
    lab.run.advance(50 * MS);
    expect(lab.database.afflict({ kind: 'crash', value: 0 })).toBe(true);
    lab.source.send(0);
    sound(lab);
    lab.run.advance(60 * MS);
    expect(lab.database.tally.reasons()).toEqual({ crashed: 5, unavailable: 1 });
    expect([lab.database.busy.value, lab.database.waiting.value, lab.database.state]).toEqual([0, 0, 'crashed']);
    lab.database.relieve({ kind: 'crash', value: 0 });
    lab.source.send(0);
    lab.run.advance(200 * MS);
    expect(lab.database.tally.completed).toBe(1);
    sound(lab);
  });

  it('exhaust takes connections away without breaking queries, and gives them back', () => {
    const lab = bench({});
    lab.source.send(0, 0, 0);
    lab.database.afflict({ kind: 'exhaust', value: 2 });
    lab.run.advance(150 * MS);
    expect([lab.database.tally.completed, lab.database.busy.value, lab.database.waiting.value, lab.database.slots]).toEqual([2, 0, 1, 0]);
    lab.database.relieve({ kind: 'exhaust', value: 2 });
    lab.run.advance(250 * MS);
    expect(lab.database.tally.completed).toBe(3);
    sound(lab);
  });

  it('hang keeps queries and their connections until it ends', () => {
    const lab = bench({});
    lab.source.send(0, 0, 0);
    lab.database.afflict({ kind: 'hang', value: 0 });
    lab.run.advance(SECOND);
    expect([lab.database.tally.completed, lab.database.busy.value, lab.database.waiting.value]).toEqual([0, 2, 1]);
    lab.database.relieve({ kind: 'hang', value: 0 });
    lab.run.advance(SECOND + 100 * MS);
    expect(lab.database.tally.completed).toBe(3);
    sound(lab);
  });

  it('slow takes its value as the mean, errors fail their share, others are not known', () => {
    const lab = bench({});
    lab.database.afflict({ kind: 'slow', value: 500 });
    lab.database.afflict({ kind: 'errors', value: 1 });
    lab.source.send(0);
    lab.run.advance(499 * MS);
    expect(lab.database.tally.failed).toBe(0);
    lab.run.advance(500 * MS);
    expect(lab.database.tally.reasons()).toEqual({ error: 1 });
    expect(lab.database.afflict({ kind: 'surge', value: 2 })).toBe(false);
  });

  it.each([1, 2, 3, 4])('keeps the counts right through withdrawals and all faults at once, seed %d', (seed) => {
    const own = { connections: 4, queueLimit: 40, waitMs: 60, query: { kind: 'exponential', meanMs: 20 } } as const;
    const context = new RunContext(seed);
    const lab = put(context, new ClientModel(context, 'client', stream(300, null)), own, 50);
    const dice = new RandomStream(seed, 'test', 'faults');
    const effects = ['crash', 'hang', 'exhaust', 'slow', 'errors'].map((kind) => ({ kind, value: kind === 'errors' ? 0.5 : 3 }));
    const on = effects.map(() => false);
    for (let step = 1; step <= 400; step++) {
      lab.run.advance(step * 50 * MS);
      const at = dice.below(effects.length);
      const effect = effects[at] as { kind: string; value: number };
      if (on[at]) lab.database.relieve(effect);
      else lab.database.afflict(effect);
      on[at] = !on[at];
      lab.run.check();
    }
    effects.forEach((effect, at) => on[at] && lab.database.relieve(effect));
    const { crashed = 0, cancelled = 0, 'pool-timeout': late = 0 } = lab.database.tally.reasons();
    // A caller that waits 50 ms leaves before its 60 ms in line are over.
    expect([crashed > 0, cancelled > 0, late]).toEqual([true, true, 0]);
    sound(lab);
    lab.source.configure(stream(300, 0));
    lab.run.advance(60 * SECOND);
    expect([lab.database.holding(), lab.run.context.pool.live]).toEqual([0, 0]);
  });
});

describe('the contract', () => {
  it('has HikariCP defaults and bounds', () => {
    const { schema, summary } = databaseKind;
    const settings = schema.parse({}) as DatabaseSettings;
    expect([settings.connections, settings.waitMs, settings.queueLimit]).toEqual([10, 30_000, null]);
    expect(summary(settings)).toBe('10 connections · about 5 ms');
    expect(schema.safeParse({ connections: 0 }).success).toBe(false);
    expect(schema.safeParse({ waitMs: -1 }).success).toBe(false);
  });
});
