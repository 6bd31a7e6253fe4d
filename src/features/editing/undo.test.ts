/**
 * Undo returns exactly what one had (RELIABILITY R1): any sequence of edits, with undo, redo and looking around between them, walks
 * along the same states, byte for byte; a fresh edit forgets what could have been redone.
 */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyText } from './index';
import { edits, pick } from './test-edits';
import { createDocumentStore, withFault, withFaultAt, withNodeSettings } from '../shared/document-store';
import { edit } from '../shared/edit';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import { writeScenario } from '@/scenario/write';

const isDeep = process.env['FAULTLINE_DEEP'] === '1';

function load(file: string): Scenario {
  const reading = checkScenario(JSON.parse(readFileSync(`scenarios/${file}.json`, 'utf8')));
  if (!reading.ok) throw new Error(`${file} is wrong`);
  return reading.scenario;
}

const starts = ['circuit-breaker/base', 'api-gateway/base', 'service-discovery/base', 'service-mesh/base', 'parts/alerts'].map(load);
const clipboard = copyText(starts[0]!, Object.keys(starts[0]!.nodes)) ?? '';

const slow = { kind: 'slow', durationMs: 10, value: 100, share: 1, jitterMs: 0, hidden: false };
/** What the other features do to a document, beside the edits of this folder. */
const others: typeof edits = {
  fault: (s, [a, b]) => edit(withFault(s, { ...slow, target: pick(Object.keys(s.nodes), a) ?? '', atMs: b }), 'plan a fault', []),
  faultGone: (s, [a]) => edit(s.faults.length > 0 ? withFaultAt(s, a % s.faults.length, null) : s, 'take out a fault', []),
  setting: (s, [a, b]) => {
    const id = pick(Object.keys(s.nodes), a) ?? '';
    const { workers } = s.nodes[id]?.settings ?? {};
    return edit(workers === undefined ? s : withNodeSettings(s, id, { ...s.nodes[id]?.settings, workers: 1 + b }), 'workers', []);
  },
};
const all = { ...edits, ...others };
const names = Object.keys(all);

/** A history as one would keep it on paper: the texts of all states, and where one stands. */
class Model {
  private states: string[];
  private at = 0;

  constructor(first: string) {
    this.states = [first];
  }

  get now(): string {
    return this.states[this.at] ?? '';
  }

  get canUndo(): boolean {
    return this.at > 0;
  }

  get canRedo(): boolean {
    return this.at < this.states.length - 1;
  }

  step(text: string): void {
    this.states = [...this.states.slice(0, this.at + 1), text];
    this.at++;
  }

  move(by: -1 | 1): void {
    this.at = Math.max(0, Math.min(this.states.length - 1, this.at + by));
  }
}

describe('undo and redo', () => {
  it('walk along the same states whatever was done', { timeout: 1_800_000 }, () => {
    const made = new Map<string, number>();
    const what = fc.oneof(
      { weight: 7, arbitrary: fc.constantFrom(...names) },
      { weight: 3, arbitrary: fc.constantFrom('undo', 'redo', 'look') },
    );
    const op = fc.tuple(what, fc.nat(300), fc.nat(300), fc.nat(300));
    let steps = 0;
    fc.assert(
      fc.property(fc.nat(starts.length - 1), fc.array(op, { maxLength: 200, size: 'max' }), (from, ops) => {
        const store = createDocumentStore(starts[from]!);
        const state = () => store.getSnapshot().context;
        const text = (): string => writeScenario(state().scenario);
        const model = new Model(text());
        for (const [name, a, b, c] of ops) {
          const before = state();
          if (name === 'undo' || name === 'redo') {
            store.trigger[name]();
            model.move(name === 'undo' ? -1 : 1);
          } else if (name === 'look') {
            const id = pick(Object.keys(before.scenario.nodes), a);
            store.trigger.select({ selection: id === undefined ? null : { kind: 'node', id } });
            if (state().past !== before.past || state().future !== before.future) throw new Error('looking around is no step');
          } else {
            const outcome = all[name]?.(before.scenario, [a, b, c], clipboard);
            if (!outcome?.ok) continue;
            store.trigger.change({ label: outcome.label, next: () => outcome.scenario });
            if (state().scenario === before.scenario) continue;
            made.set(name, (made.get(name) ?? 0) + 1);
            model.step(text());
          }
          steps++;
          if (text() !== model.now) throw new Error(`after ${name} the document is not what it was`);
          if (state().past.length > 0 !== model.canUndo || state().future.length > 0 !== model.canRedo) {
            throw new Error(`after ${name} undo or redo is offered where it is not, or the other way round`);
          }
        }
        while (model.canUndo) {
          store.trigger.undo();
          model.move(-1);
          if (text() !== model.now) throw new Error('undoing everything leads elsewhere');
        }
        while (model.canRedo) {
          store.trigger.redo();
          model.move(1);
          if (text() !== model.now) throw new Error('redoing everything leads elsewhere');
        }
      }),
      { seed: 31, numRuns: isDeep ? 10_000 : 300, endOnFailure: true },
    );
    // It would prove nothing if the edits were refused, or the sequences short.
    expect([...made.keys()].toSorted()).toEqual(names.toSorted());
    expect(steps).toBeGreaterThan(300 * 50);
  });

  it('keep the last 200 steps', () => {
    const store = createDocumentStore(starts[0]!);
    for (let seed = 1000; seed < 1300; seed++) store.trigger.change({ label: `${seed}`, next: (s) => ({ ...s, seed }) });
    expect(store.getSnapshot().context.past).toHaveLength(200);
    for (let i = 0; i < 300; i++) store.trigger.undo();
    expect(store.getSnapshot().context.scenario.seed).toBe(1099);
  });
});
