/** An alert, evaluation by evaluation: Prometheus' rules for `for` and `keep_firing_for`, and the drawing. */
import { describe, expect, it } from 'vitest';
import { Alert } from './alert';
import { alertMachine, type AlertParams } from './alert.machine';
import { describeAlert } from './describe';
import { SECOND } from '@/domain/time';
import { RunContext } from '@/engine/context';

const EVERY_S = 15;

/** One letter for each state. */
const LETTERS = { inactive: '.', pending: 'p', firing: 'F', kept: 'k' } as const;

/** The states after evaluations that were true (1) or not (0), one every 15 seconds. */
function course(truths: string, params: AlertParams): string {
  const context = new RunContext(1);
  const alert = new Alert(context.clock);
  return Array.from(truths, (truth, i) => {
    context.agenda.nowUs = i * EVERY_S * SECOND;
    alert.evaluated(truth === '1', params);
    return LETTERS[alert.state];
  }).join('');
}

describe('an alert, evaluated every 15 s', () => {
  // for, keep_firing_for (seconds), evaluations, states
  it.each([
    [0, 0, '0110100', '.FF.F..'],
    [15, 0, '0110100', '.pF.p..'],
    [30, 0, '01101110', '.pp.ppF.'],
    [30, 0, '11110111', 'ppFF.ppF'],
    // Spans that fall between two evaluations count from the next one.
    [29, 0, '11110000', 'ppFF....'],
    [31, 0, '11110000', 'pppF....'],
    [14, 0, '1100', 'pF..'],
    [0.001, 0, '1100', 'pF..'],
    [0, 15, '1000000', 'Fk.....'],
    [0, 30, '1000000', 'Fkk....'],
    [0, 31, '1000000', 'Fkkk...'],
    [0, 30, '1001000', 'FkkFkk.'],
    [0, 30, '1010010', 'FkFkkFk'],
    // What was only pending is not kept.
    [30, 60, '1100000', 'pp.....'],
    [30, 30, '1110001', 'ppFkk.p'],
  ])('for %d s, kept for %d s: %s gives %s', (forS, keepS, truths, states) => {
    expect(course(truths, { forMs: forS * 1000, keepFiringForMs: keepS * 1000 })).toBe(states);
  });

  it('remembers since when, and reads as firing while it is kept', () => {
    const context = new RunContext(1);
    const alert = new Alert(context.clock);
    const params = { forMs: 15_000, keepFiringForMs: 60_000 };
    const at = (seconds: number, isTrue: boolean): unknown => {
      context.agenda.nowUs = seconds * SECOND;
      alert.evaluated(isTrue, params);
      return [alert.mode, alert.sinceUs / SECOND];
    };
    expect([at(10, true), at(25, true), at(40, false), at(70, true)]).toEqual([
      ['pending', 10],
      ['firing', 10],
      ['firing', 10],
      ['firing', 10],
    ]);
    expect([at(80, false), at(139, false), at(140, false)]).toEqual([
      ['firing', 10],
      ['firing', 10],
      ['inactive', 140],
    ]);
  });

  it('follows a rule that is changed at the next evaluation', () => {
    const context = new RunContext(1);
    const alert = new Alert(context.clock);
    alert.evaluated(true, { forMs: 600_000, keepFiringForMs: 0 });
    context.agenda.nowUs = 30 * SECOND;
    alert.evaluated(true, { forMs: 30_000, keepFiringForMs: 0 });
    expect(alert.state).toBe('firing');
  });
});

describe('the drawing', () => {
  const arrows = (params: AlertParams): readonly string[] =>
    describeAlert(params).transitions.map(({ from, to, label }) => `${from} > ${to}: ${label}`);

  it('shows what the setting allows', () => {
    expect(arrows({ forMs: 0, keepFiringForMs: 0 })).toEqual(['inactive > firing: true', 'firing > inactive: not true']);
    expect(arrows({ forMs: 60_000, keepFiringForMs: 300_000 })).toEqual([
      'inactive > pending: true',
      'pending > firing: true for 60 s',
      'pending > inactive: not true',
      'firing > kept: not true',
      'kept > firing: true',
      'kept > inactive: not true for 300 s',
    ]);
  });

  it('names every state of the machine', () => {
    const drawn = describeAlert({ forMs: 1, keepFiringForMs: 1 });
    expect(drawn.initial).toBe('inactive');
    expect(drawn.states.map(({ id }) => id)).toEqual(Object.keys(alertMachine.root.states));
    expect(drawn.states.map(({ label }) => label)).toEqual(['INACTIVE', 'PENDING', 'FIRING', 'FIRING']);
  });
});
