/** The document's history and the run's views: what is undone is what was, and quiet parts keep their view. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import {
  createDocumentStore,
  selectedParts,
  withEdgeSettings,
  withFault,
  withFaultAt,
  withNode,
  withNodeSettings,
  withPolicy,
} from './document-store';
import { turnPin, useNodePin } from './node-pins';
import { RunStore } from './run-store';
import { SampleLog } from './sample-log';
import { SECOND } from '@/domain/time';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import { writeScenario } from '@/scenario/write';
import { Simulation } from '@/simulation/simulation';

function base(): Scenario {
  const reading = checkScenario(JSON.parse(readFileSync('scenarios/circuit-breaker/base.json', 'utf8')));
  if (!reading.ok) throw new Error('the base is wrong');
  return reading.scenario;
}

const changes: readonly ((n: number) => (scenario: Scenario) => Scenario)[] = [
  (n) => (scenario) => withNode(scenario, 'checkout', { name: `Checkout ${n}` }),
  (n) => (scenario) => withNode(scenario, 'inventory', { position: { x: n, y: -n } }),
  (n) => (scenario) =>
    withNodeSettings(scenario, 'checkout', { ...scenario.nodes['checkout']?.settings, workers: 1 + (n % 500) }),
  (n) => (scenario) => withEdgeSettings(scenario, 'stock', { latencyMs: n % 50, jitterMs: 0, connectTimeoutMs: 5000 }),
  (n) => (scenario) => withPolicy(scenario, 'stock', 'timeout', n % 3 === 0 ? null : { afterMs: n + 1, work: 'orphaned' }),
  (n) => (scenario) =>
    withFault(scenario, { kind: 'slow', target: 'inventory', atMs: n, durationMs: 10, value: 100, share: 1, jitterMs: 0, hidden: false }),
  (n) => (scenario) => withFaultAt(scenario, n % 3, null),
  () => (scenario) => scenario,
];

describe('undo and redo', () => {
  it('return byte-identical documents, whatever was done', () => {
    const seen = new Set<number>();
    const op = fc.tuple(fc.constantFrom('do', 'do', 'undo', 'redo'), fc.nat(changes.length - 1), fc.nat(2000));
    fc.assert(
      fc.property(fc.array(op, { minLength: 50, maxLength: 120, size: 'max' }), (ops) => {
        const store = createDocumentStore(base());
        const now = (): string => writeScenario(store.getSnapshot().context.scenario);
        const states = [now()];
        let at = 0;
        for (const [what, which, n] of ops) {
          if (what === 'undo') {
            store.trigger.undo();
            at = Math.max(0, at - 1);
          } else if (what === 'redo') {
            store.trigger.redo();
            at = Math.min(states.length - 1, at + 1);
          } else {
            const before = store.getSnapshot().context.scenario;
            store.trigger.change({ label: 'x', next: (changes[which] as (typeof changes)[number])(n) });
            if (store.getSnapshot().context.scenario === before) continue;
            seen.add(which);
            states.splice(at + 1, Infinity, now());
            at++;
          }
          expect(now()).toBe(states[at]);
        }
      }),
      { seed: 7, numRuns: 60 },
    );
    expect(seen.size).toBe(changes.length - 1);
  });

  it('forget the future after a new change, and selecting is no step', () => {
    const store = createDocumentStore(base());
    store.trigger.change({ label: 'one', next: (changes[0] as (typeof changes)[number])(1) });
    store.trigger.undo();
    store.trigger.select({ selection: { kind: 'node', id: 'checkout' } });
    expect(store.getSnapshot().context).toMatchObject({ future: [{ label: 'one' }], past: [] });
    store.trigger.change({ label: 'two', next: (changes[0] as (typeof changes)[number])(2) });
    expect(store.getSnapshot().context).toMatchObject({ future: [], past: [{ label: 'two' }] });
  });
});

describe('the selection', () => {
  const node = (id: string) => ({ kind: 'node', id }) as const;

  it('holds a primary part and others, each of them once', () => {
    const store = createDocumentStore(base());
    store.trigger.select({ selection: node('checkout'), more: [node('checkout'), node('inventory')] });
    expect(selectedParts(store.getSnapshot().context)).toEqual([node('checkout'), node('inventory')]);
    store.trigger.select({ selection: null, more: [node('inventory')] });
    expect(selectedParts(store.getSnapshot().context)).toEqual([]);
  });

  it('lets go of what is gone, also when a step is undone, and keeps the rest', () => {
    const store = createDocumentStore(base());
    const { nodes } = base();
    store.trigger.change({ label: 'add', next: (now) => ({ ...now, nodes: { ...now.nodes, extra: nodes['checkout']! } }) });
    store.trigger.select({ selection: node('extra'), more: [node('checkout'), { kind: 'wire', id: 'stock' }] });
    store.trigger.undo();
    expect(selectedParts(store.getSnapshot().context)).toEqual([node('checkout'), { kind: 'wire', id: 'stock' }]);
    store.trigger.redo();
    expect(store.getSnapshot().context.selection).toEqual(node('checkout'));
  });
});

describe('views of a run', () => {
  const simulation = new Simulation(base(), { isTraced: true });
  let nowMs = 0;
  const store = new RunStore(() => nowMs);
  store.begun(simulation.layout);
  const take = (untilS: number): void => {
    simulation.advance(untilS * SECOND);
    nowMs += 200;
    store.take(simulation.frame(), true, false);
  };

  it('say what the engine says, and stay the same object while nothing changes', () => {
    take(10);
    const view = store.node('checkout');
    expect(view).toMatchObject({ state: 'running', waiting: 0, slots: 100, memoryLimitMb: 770 });
    expect(view?.arrived).toBe(simulation.report().nodes['checkout']?.arrived);
    expect(store.samples.length).toBe(50);
    nowMs += 200;
    store.take(simulation.frame(), true, false);
    expect(store.node('checkout')).toBe(view);
    expect(store.node('nobody')).toBeNull();
  });

  it('run the clock smoothly and never ahead of the newest frame', () => {
    take(10.03);
    const atFrame = store.clockUs();
    nowMs += 10;
    const later = store.clockUs();
    nowMs += 1000;
    expect(atFrame).toBeLessThan(later);
    expect(later).toBeLessThan(store.clockUs());
    expect(store.clockUs()).toBe(store.status.atUs);
  });

  it('tell marks and changes of mode as they come', () => {
    let marks = 0;
    const stop = store.onMarks((list) => (marks += list.length));
    take(21);
    stop();
    expect(marks).toBeGreaterThan(100);
    expect(store.transitions.at(-1)).toMatchObject({ where: 'inventory', to: 'fault' });
    expect(store.status.activeFaults).toHaveLength(1);
  });
});

describe('a past moment', () => {
  const simulation = new Simulation(base());
  const store = new RunStore(() => 0);
  const arrived = (): number => store.node('checkout')?.arrived ?? -1;
  const arrivedAt = new Map<number, number>();
  store.begun(simulation.layout);
  for (let second = 0; second <= 22; second += 1) {
    simulation.advance(second * SECOND);
    store.keep([simulation.look()]);
    arrivedAt.set(second, simulation.report().nodes['checkout']?.arrived ?? -1);
  }
  const present = (isSeeking = false): void => store.take(simulation.frame(), false, isSeeking);

  it('is what the parts show while the pointer is on it, with the faults of then, and the run stays where it is', () => {
    present();
    store.show('pointer', 9 * SECOND);
    expect(arrived()).toBe(arrivedAt.get(9));
    expect(store.status).toMatchObject({ atUs: 22 * SECOND, pastUs: 9 * SECOND, shownFaults: [] });
    expect(store.status.activeFaults).toHaveLength(1);
    present();
    expect(arrived()).toBe(arrivedAt.get(9));
    store.show('pointer', null);
    expect(arrived()).toBe(arrivedAt.get(22));
    expect([store.status.pastUs, store.shownUs]).toEqual([null, 22 * SECOND]);
    expect(store.status.shownFaults).toHaveLength(1);
  });

  it('stays shown on the way back there, until the run has arrived', () => {
    store.show('seek', 21 * SECOND);
    expect(arrived()).toBe(arrivedAt.get(21));
    const again = new Simulation(base());
    store.begun(again.layout, true);
    again.advance(3 * SECOND);
    store.take(again.frame(), false, true);
    expect([arrived(), store.status.shownFaults.length]).toEqual([arrivedAt.get(21), 1]);
    again.advance(21 * SECOND);
    store.take(again.frame(), false, false);
    expect(store.status.pastUs).toBeNull();
    expect(arrived()).toBe(arrivedAt.get(21));
  });

  it('may be ahead of the run for the playhead, not for the pointer, until a change begins another future', () => {
    store.show('pointer', 22 * SECOND);
    expect(store.status.pastUs).toBeNull();
    store.show('playhead', 22 * SECOND);
    expect([store.status.pastUs, arrived()]).toEqual([22 * SECOND, arrivedAt.get(22)]);
    store.branched(21 * SECOND);
    expect([store.status.pastUs, arrived()]).toEqual([null, arrivedAt.get(21)]);
    expect([store.knows(20 * SECOND), store.knows(22 * SECOND)]).toEqual([true, false]);
  });

  it('is unknown in a new run', () => {
    store.begun(simulation.layout);
    store.show('playhead', 9 * SECOND);
    expect([store.status.pastUs, store.node('checkout'), store.knows(0)]).toEqual([null, null, false]);
  });
});

describe('the last minute of a figure', () => {
  it('ends at the moment that is shown, and is never longer', () => {
    const simulation = new Simulation(base());
    simulation.advance(90 * SECOND);
    const log = new SampleLog(simulation.layout);
    log.append(simulation.frame().samples);
    const sent = (untilUs: number): readonly number[] => log.recentOfWire(untilUs, 'stock', 'sent');
    expect([sent(90 * SECOND).length, sent(90 * SECOND).at(-1)]).toEqual([300, log.wire(449, 'stock', 'sent')]);
    expect([sent(0.5 * SECOND), sent(0)]).toEqual([[log.wire(0, 'stock', 'sent'), log.wire(1, 'stock', 'sent')], []]);
    // Answers come every half second: in between the latency stays what it was.
    expect(log.recentOfNode(60 * SECOND, 'checkout', 'p50Us').slice(-100).every((us) => us > SECOND)).toBe(true);
  });
});

describe('a pinned figure', () => {
  it('takes the place of another one, and goes when it is pinned again', () => {
    const pinOf = (): string => renderToStaticMarkup(createElement(() => useNodePin('shop')));
    turnPin('shop', 'waiting');
    turnPin('other', 'memory');
    turnPin('shop', 'latency');
    expect(pinOf()).toBe('latency');
    turnPin('shop', 'latency');
    expect(pinOf()).toBe('');
  });
});
