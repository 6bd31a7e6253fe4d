/** What a session tells of single requests: bounded, the same after going back, and of no influence on the run. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { FromWorker, RunAnswer, RunQuestion } from './protocol';
import { Session } from './session';
import { TRACE_ROOM } from './traces';
import { SECOND } from '@/domain/time';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import { applyPatch } from '@/scenario/write';
import { Simulation } from '@/simulation/simulation';

const json = (name: string): unknown => JSON.parse(readFileSync(`scenarios/circuit-breaker/${name}`, 'utf8'));
const reading = checkScenario(applyPatch(json('base.json'), json('with-breaker.patch.json')));
if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
const objectives = [
  { id: 'late', text: '', metric: 'totals.latencyMs.p99', is: '<=', limit: 100, during: null },
  { id: 'lost', text: '', metric: 'totals.failed', is: '=', limit: 0, during: { fromMs: 10_000, toMs: 30_000 } },
] as const;
const scenario: Scenario = { ...reading.scenario, objectives: [...objectives] };

/** A session that is driven by hand. */
class Driven {
  readonly said: FromWorker[] = [];
  private next: (() => void) | null = null;
  private nowMs = 0;
  private readonly session: Session;

  constructor(isQuiet = false) {
    const host = {
      now: () => (this.nowMs += 1),
      post: (message: FromWorker) => void this.said.push(message),
      later: (action: () => void) => void (this.next = action),
    };
    this.session = new Session(host, 1, scenario, isQuiet);
  }

  seek(toUs: number): string {
    this.session.hear({ type: 'seek', toUs });
    while (this.next) {
      const action = this.next;
      this.next = null;
      action();
      this.session.hear({ type: 'taken' });
    }
    const last = this.said.findLast((message) => message.type === 'frame');
    return last?.type === 'frame' ? last.frame.fingerprint : '';
  }

  ask<Kind extends RunQuestion['kind']>(about: Extract<RunQuestion, { kind: Kind }>): Extract<RunAnswer, { kind: Kind }> {
    const ask = this.said.length;
    this.session.hear({ type: 'ask', ask, about });
    const reply = this.said.at(-1);
    if (reply?.type !== 'answer' || reply.ask !== ask || reply.answer.kind !== about.kind) throw new Error('no answer');
    return reply.answer as Extract<RunAnswer, { kind: Kind }>;
  }
}

describe('a session', () => {
  const driven = new Driven();
  const print = driven.seek(40 * SECOND);

  it('tells examples, and each of them in full', () => {
    const { book } = driven.ask({ kind: 'book' });
    // The breaker of this scenario has a fallback: nobody is sent away.
    expect([book.slowest.length, book.failed.length, book.fallback.length]).toEqual([10, 0, 10]);
    for (const line of [...book.slowest, ...book.fallback]) {
      const { view } = driven.ask({ kind: 'trace', trace: line.trace });
      expect(view).toMatchObject({ ...line });
      expect(view?.rows.length).toBe(line.spans);
    }
  });

  it('tells null of a request that it does not keep', () => {
    expect(driven.ask({ kind: 'trace', trace: 1_000_000 }).view).toBeNull();
  });

  it('gives complete traces only as OTLP, no more than there is room for', () => {
    const { text } = driven.ask({ kind: 'otlp' });
    const file = JSON.parse(text ?? '') as { resourceSpans: { scopeSpans: { spans: { spanId: string; parentSpanId: string }[] }[] }[] };
    const spans = file.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
    const ids = new Set(spans.map(({ spanId }) => spanId));
    expect(spans.length).toBeGreaterThan(1_000);
    expect(spans.length).toBeLessThanOrEqual(TRACE_ROOM.most);
    expect(spans.filter(({ parentSpanId }) => parentSpanId !== '' && !ids.has(parentSpanId))).toEqual([]);
  });

  it('tells how the objectives stand as the report does', () => {
    const told = driven.ask({ kind: 'objectives' }).objectives;
    const plain = new Simulation(scenario);
    plain.advance(40 * SECOND);
    expect(told.map(({ id, value }) => [id, typeof value])).toEqual([['late', 'number'], ['lost', 'number']]);
    expect(told).toEqual(plain.report().objectives);
  });

  it('tells the same after going back and forth', () => {
    const { book } = driven.ask({ kind: 'book' });
    driven.seek(10 * SECOND);
    expect(driven.ask({ kind: 'book' }).book).not.toEqual(book);
    expect(driven.seek(40 * SECOND)).toBe(print);
    expect(driven.ask({ kind: 'book' }).book).toEqual(book);
  });

  it('runs as it would without recording', () => {
    const plain = new Simulation(scenario);
    plain.advance(40 * SECOND);
    expect(print).toBe(plain.run.fingerprint.hex());
  });

  it('records nothing when it is quiet', () => {
    const quiet = new Driven(true);
    quiet.seek(5 * SECOND);
    expect(quiet.ask({ kind: 'book' }).book).toEqual({ slowest: [], failed: [], retried: [], fallback: [], sampled: 0 });
    expect(quiet.ask({ kind: 'otlp' }).text).toBeNull();
  });
});
