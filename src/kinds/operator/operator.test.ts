/** The operator: when it looks, when it acts, and what it may know. */
import { describe, expect, it } from 'vitest';
import { operatorKind } from './kind';
import { OperatorModel } from './model';
import type { OperatorSettings } from './settings';
import { OK, reasonCode } from '@/domain/reasons';
import { SECOND, type TimeUs } from '@/domain/time';
import { RunContext } from '@/engine/context';
import { type Effect, NodeModel, type NodeState, type PodView } from '@/engine/node-model';
import { Run } from '@/engine/run';

const ERROR = reasonCode('error');
const pod = (state: PodView['state'], address: number): PodView => {
  return { state, busy: 0, waiting: 0, restarts: 0, restartsAtUs: -1, address };
};

/** A node that reads as a test wants and keeps what was done to it. */
class Patient extends NodeModel {
  word: NodeState = 'running';
  views: readonly PodView[] = [];
  readonly deeds: (Effect & { readonly atUs: TimeUs })[] = [];
  knows = true;

  override get state(): NodeState {
    return this.word;
  }
  override pods(): readonly PodView[] {
    return this.views;
  }
  override afflict(effect: Effect): boolean {
    this.deeds.push({ ...effect, atUs: this.agenda.nowUs });
    return this.knows;
  }
  override holding(): number {
    return 0;
  }
  receive(): void {
    throw new Error('nobody calls');
  }
  answered(): void {
    throw new Error('nobody answers');
  }
  drop(): void {
    throw new Error('nothing to drop');
  }
  handle(): void {
    throw new Error('books nothing');
  }
  configure(): void {
    throw new Error('has no settings');
  }
}

const SETTINGS: OperatorSettings = {
  watches: 'fraud',
  sees: { kind: 'crashed', pods: 1 },
  looksEveryMs: 10_000,
  reactsAfterMs: { kind: 'constant', meanMs: 25_000 },
  action: { kind: 'restart' },
};

function world(settings: Partial<OperatorSettings> = {}, isListed = true) {
  const context = new RunContext(1);
  const patient = new Patient(context, 'fraud', 'service');
  const operator = new OperatorModel(context, 'ops', { ...SETTINGS, ...settings });
  const run = new Run(context, [operator], [], SECOND);
  if (isListed) {
    context.directory = {
      node: (id) => (id === 'fraud' ? patient : undefined),
      wire: () => undefined,
      nodes: () => [patient],
      wires: () => [],
    };
  }
  operator.start();
  const modes = (): readonly (readonly [number, string])[] =>
    context.transitions.map(({ atUs, to }) => [atUs / SECOND, to] as const);
  return { context, patient, operator, run, modes };
}

describe('an operator', () => {
  it('acts a reaction time after the look that saw it, and again while it lasts', () => {
    const { patient, operator, run, modes } = world();
    run.advance(12 * SECOND);
    patient.word = 'crashed';
    run.advance(44 * SECOND);
    expect([patient.deeds, operator.state]).toEqual([[], 'busy']);
    run.advance(60 * SECOND);
    expect(patient.deeds).toEqual([{ kind: 'restart', value: 0, atUs: 45 * SECOND }]);
    patient.word = 'running';
    run.advance(200 * SECOND);
    expect([patient.deeds.length, operator.deeds, operator.state]).toEqual([1, 1, 'idle']);
    // Still down at the look of 55 s; well again at 80 s.
    expect(modes()).toEqual([
      [20, 'acting'],
      [45, 'watching'],
      [55, 'acting'],
      [80, 'watching'],
    ]);
  });

  it('leaves alone what has healed before it acts', () => {
    const { context, patient, run } = world();
    patient.word = 'crashed';
    run.advance(20 * SECOND);
    patient.word = 'running';
    run.advance(100 * SECOND);
    expect(patient.deeds).toEqual([]);
    expect(context.transitions.map(({ where, machine, from, to, why }) => [where, machine, from, to, why])).toEqual([
      ['ops', 'operator', 'watching', 'acting', 'sees that fraud is down; reacts in 25 s'],
      ['ops', 'operator', 'acting', 'watching', 'fraud is well again: leaves it alone'],
    ]);
  });

  it('removes the instance that reads crashed, by its address, and counts pods against the threshold', () => {
    const { patient, run } = world({ sees: { kind: 'crashed', pods: 2 }, action: { kind: 'remove-instance' } });
    patient.word = 'degraded';
    patient.views = [pod('running', 7), pod('crashed', 8)];
    run.advance(100 * SECOND);
    expect(patient.deeds).toEqual([]);
    patient.views = [pod('running', 7), pod('crashed', 8), pod('crashed', 9)];
    run.advance(140 * SECOND);
    expect(patient.deeds).toEqual([{ kind: 'remove-instance', value: 8, atUs: 135 * SECOND }]);
  });

  it('scales what reads overloaded with enough waiting', () => {
    const { patient, run } = world({ sees: { kind: 'overloaded', waiting: 50 }, action: { kind: 'scale', pods: 5 } });
    patient.word = 'overloaded';
    patient.waiting.add(49, 0);
    run.advance(20 * SECOND);
    expect(patient.deeds).toEqual([]);
    patient.waiting.add(1, run.nowUs);
    run.advance(60 * SECOND);
    expect(patient.deeds).toEqual([{ kind: 'scale', value: 5, atUs: 55 * SECOND }]);
  });

  it('takes the rate of errors since the last look, from 10 ends on', () => {
    const { patient, run } = world({ sees: { kind: 'error-rate', share: 0.5 } });
    const end = (reason: number, count: number): void => {
      for (let i = 0; i < count; i++) patient.tally.end(reason, 0);
    };
    end(ERROR, 9);
    run.advance(15 * SECOND);
    end(ERROR, 9);
    end(OK, 10);
    run.advance(25 * SECOND);
    expect(run.context.transitions).toEqual([]);
    end(ERROR, 5);
    end(OK, 5);
    run.advance(70 * SECOND);
    expect(patient.deeds).toEqual([{ kind: 'restart', value: 0, atUs: 55 * SECOND }]);
  });

  it('tells when the node cannot do it', () => {
    const { context, patient, operator, run } = world();
    patient.word = 'crashed';
    patient.knows = false;
    run.advance(40 * SECOND);
    expect(operator.deeds).toBe(0);
    expect(context.transitions.at(-1)?.why).toBe('fraud cannot do that: restart');
  });

  it('does nothing without a directory, with an unknown name, or watching itself', () => {
    for (const made of [world({}, false), world({ watches: 'nobody' }), world({ watches: 'ops' })]) {
      made.patient.word = 'crashed';
      made.run.advance(100 * SECOND);
      expect([made.patient.deeds, made.run.events]).toEqual([[], 0]);
    }
  });

  it('drops what it was about to do when told to watch something else, and comes back', () => {
    const { patient, operator, run } = world();
    patient.word = 'crashed';
    run.advance(20 * SECOND);
    operator.configure({ ...SETTINGS, watches: 'nobody' });
    expect(operator.state).toBe('idle');
    run.advance(100 * SECOND);
    expect(patient.deeds).toEqual([]);
    operator.configure({ ...SETTINGS, looksEveryMs: 1000 });
    run.advance(130 * SECOND);
    expect(patient.deeds).toEqual([{ kind: 'restart', value: 0, atUs: 126 * SECOND }]);
  });

  it('has settings from nothing, and says what it does', () => {
    const settings = operatorKind.schema.parse({ watches: 'fraud' });
    expect(operatorKind.summary(settings)).toBe('watches fraud · restarts it after about 240000 ms');
    expect(operatorKind.schema.safeParse({ sees: { kind: 'hidden-truth' } }).success).toBe(false);
  });
});
