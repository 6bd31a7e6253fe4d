/** How long a check takes to find a crash at a random moment, against the closed forms of DOMAIN.md 2.7. */
import { describe, expect, it } from 'vitest';
import { HealthCheck } from './health-check';
import type { HealthPreset } from './presets';
import { HEALTH_PRESETS } from './presets';
import { SECOND, usFromMs } from '@/domain/time';
import { Phase, type Target } from '@/engine/agenda';
import { RunContext } from '@/engine/context';

const INSTANCES = 1500;
const PROBE = 0;
const SILENCE = 1;

/** Probes one instance, which answers at once until its crash and then refuses, or hangs. */
class Prober implements Target {
  readonly tag = 0;
  tookUs = Number.NaN;
  private readonly check: HealthCheck;

  constructor(
    private readonly context: RunContext,
    private readonly preset: HealthPreset,
    private readonly crashUs: number,
    private readonly hangs: boolean,
  ) {
    // All have been well for long: what the first result decides does not matter here.
    this.check = new HealthCheck({ ...preset.params, initial: 'passing' }, context.clock, (_from, to) => {
      if (to === 'critical') this.tookUs = context.agenda.nowUs - crashUs;
    });
  }

  start(inUs: number): void {
    this.book(inUs, PROBE);
  }

  handle(kind: number): void {
    const { periodMs, timeoutMs, countsFrom } = this.preset;
    if (!Number.isNaN(this.tookUs)) return;
    if (kind === SILENCE) {
      this.check.result({ kind: 'timeout' });
      if (countsFrom === 'finish') this.book(usFromMs(periodMs), PROBE);
      return;
    }
    const isDead = this.context.agenda.nowUs >= this.crashUs;
    if (isDead && this.hangs) this.book(usFromMs(timeoutMs), SILENCE);
    else this.check.result(isDead ? { kind: 'refused' } : { kind: 'answer', status: 200 });
    if (countsFrom === 'start' || !isDead || !this.hangs) this.book(usFromMs(periodMs), PROBE);
  }

  private book(inUs: number, kind: number): void {
    const { agenda } = this.context;
    agenda.book(agenda.nowUs + inUs, Phase.timer, this, kind, null);
  }
}

function detectionTimes(preset: HealthPreset, hangs: boolean): number[] {
  const context = new RunContext(29);
  const stream = context.stream('test', 'phases and crashes');
  const probers = Array.from({ length: INSTANCES }, () => {
    const prober = new Prober(context, preset, 60 * SECOND + stream.below(60 * SECOND), hangs);
    prober.start(stream.below(usFromMs(preset.periodMs)));
    return prober;
  });
  const { agenda } = context;
  const untilUs = 200 * SECOND;
  for (let due = agenda.take(untilUs); due !== null; due = agenda.take(untilUs)) due.target.handle(due.kind, due.call);
  return probers.map(({ tookUs }) => tookUs / SECOND);
}

describe('time from a crash to the verdict', () => {
  const ROWS = [
    ['Kubernetes readiness, refused', 'kubernetes-readiness', false, 20, 30],
    ['Kubernetes readiness, hanging', 'kubernetes-readiness', true, 21, 31],
    ['course liveness, refused', 'course-liveness', false, 10, 15],
    ['Consul HTTP check, refused', 'consul-http', false, 0, 10],
    ['Consul HTTP check, hanging: its time-out on top', 'consul-http', true, 10, 20],
    ['HAProxy, refused', 'haproxy', false, 4, 6],
  ] as const;
  it.each(ROWS)('%s', (_title, name, hangs, least, most) => {
    const times = detectionTimes(HEALTH_PRESETS[name], hangs);
    expect(times.every((time) => time >= least && time <= most)).toBe(true);
    const mean = times.reduce((sum, time) => sum + time, 0) / INSTANCES;
    const tolerance = (4 * (most - least)) / Math.sqrt(12 * INSTANCES);
    expect(Math.abs(mean - (least + most) / 2)).toBeLessThan(tolerance);
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan((most - least) * 0.95);
  });
});
