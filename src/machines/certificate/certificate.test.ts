/** Renewal, expiry and the life without an authority, against the figures of DOMAIN.md 5.2. */
import { describe, expect, it } from 'vitest';
import { Certificate, type CertificateHost } from './certificate';
import type { CertificateMode } from './certificate.machine';
import { describeCertificate } from './describe';
import { type CertificateParams, lifeText, retryAfterUs, scheduleFaults } from './params';
import { CERTIFICATE_PRESETS, type CertificatePresetId } from './presets';
import { SECOND, usFromMs } from '@/domain/time';
import { Phase, type Target } from '@/engine/agenda';
import { RunContext } from '@/engine/context';

const HOUR = 3600 * SECOND;

/** Certificates with one booking each, and an authority that signs at once while it is there. */
class World implements Target, CertificateHost {
  readonly tag = 0;
  readonly context = new RunContext(11);
  readonly stream = this.context.stream('test', 'certificates');
  readonly all: Certificate[] = [];
  readonly changes: [number, number, CertificateMode, CertificateMode, string][] = [];
  readonly signedUs: number[] = [];
  asked = 0;
  isUp = true;

  constructor(readonly params: CertificateParams) {}

  add(ageUs: number | null): Certificate {
    const made = new Certificate(this.all.length, this.params, this.context.clock, this.stream, this);
    this.all.push(made);
    if (ageUs === null) made.begin();
    else made.present(ageUs);
    this.plan(made);
    return made;
  }

  ask(certificate: Certificate): void {
    this.asked++;
    if (!this.isUp) return certificate.refused();
    this.signedUs.push(this.context.agenda.nowUs);
    certificate.issued(this.params);
  }

  changed({ address }: Certificate, from: CertificateMode, to: CertificateMode, why: string): void {
    this.changes.push([this.context.agenda.nowUs, address, from, to, why]);
  }

  handle(at: number): void {
    const certificate = this.all[at] as Certificate;
    if (certificate.dueUs <= this.context.agenda.nowUs) certificate.act();
    this.plan(certificate);
  }

  passTo(untilUs: number): void {
    const { agenda } = this.context;
    for (let due = agenda.take(untilUs); due !== null; due = agenda.take(untilUs)) due.target.handle(due.kind, due.call);
    agenda.nowUs = untilUs;
  }

  private plan({ address, dueUs }: Certificate): void {
    if (Number.isFinite(dueUs)) this.context.agenda.book(dueUs, Phase.timer, this, address, null);
  }
}

const exactly = (params: CertificateParams): CertificateParams => ({ ...params, jitterRatio: 0 });

/** The least and the most hours that pods of all ages last without an authority. */
function hoursLasted(id: CertificatePresetId): readonly [least: number, most: number] {
  const { params } = CERTIFICATE_PRESETS[id];
  const world = new World(params);
  const renewUs = usFromMs(params.ttlMs * params.graceRatio);
  for (let i = 0; i < 600; i++) world.add(world.stream.below(renewUs));
  world.isUp = false;
  world.passTo(25 * HOUR);
  const ends = world.changes.filter(([, , , to]) => to === 'expired').map(([atUs]) => atUs / HOUR);
  expect(ends).toHaveLength(600);
  return [Math.min(...ends), Math.max(...ends)];
}

describe('an authority that is away', () => {
  it.each([
    ['istio', 12, 24],
    ['linkerd', 7.2, 24],
    ['spire', 0.5, 1],
  ] as const)('is tolerated by %s for %f to %f hours', (id, least, most) => {
    const [first, last] = hoursLasted(id);
    expect(first).toBeGreaterThanOrEqual(least);
    expect(last).toBeLessThanOrEqual(most);
    // The whole span is used: 600 ages leave gaps of a few minutes at most.
    expect(first - least).toBeLessThan((most - least) * 0.03);
    expect(most - last).toBeLessThan((most - least) * 0.03);
  });

  it('is asked again and again, and one answer ends it', () => {
    const world = new World(exactly(CERTIFICATE_PRESETS.spire.params));
    const certificate = world.add(0);
    world.isUp = false;
    world.passTo(HOUR);
    expect([certificate.mode, certificate.isGood]).toEqual(['expired', false]);
    const [, , , , why = ''] = world.changes.at(-1) ?? [];
    expect(why).toMatch(/^1 h are over, \d+ tries for a new one failed$/);
    // Waits of 30 to 60 s for half an hour, after the first short ones.
    expect(world.asked).toBeGreaterThan(30);
    expect(world.asked).toBeLessThan(75);
    world.isUp = true;
    world.passTo(HOUR + 60 * SECOND);
    expect([certificate.mode, certificate.isGood, certificate.expiresUs > 2 * HOUR]).toEqual(['valid', true, true]);
  });
});

describe('renewal', () => {
  it('comes at 12 h for Istio and 16.8 h for Linkerd', () => {
    for (const [id, hours] of [
      ['istio', 12],
      ['linkerd', 16.8],
      ['spire', 0.5],
    ] as const) {
      const world = new World(exactly(CERTIFICATE_PRESETS[id].params));
      world.add(0);
      world.passTo(3 * hours * HOUR - 1);
      expect(world.signedUs).toEqual([hours * HOUR, 2 * hours * HOUR]);
    }
  });

  it('of a fleet that started together is spread by the jitter alone: Istio within 14.4 min either way', () => {
    const world = new World(CERTIFICATE_PRESETS.istio.params);
    for (let i = 0; i < 600; i++) world.add(0);
    world.passTo(13 * HOUR);
    expect(world.signedUs).toHaveLength(600);
    const minutes = world.signedUs.map((us) => (us / HOUR - 12) * 60);
    expect(Math.min(...minutes)).toBeGreaterThanOrEqual(-14.4);
    expect(Math.max(...minutes)).toBeLessThanOrEqual(14.4);
    expect(Math.max(...minutes) - Math.min(...minutes)).toBeGreaterThan(27);
  });

  it('of 600 pods of all ages costs 600 / 43,200 s = 0.0139 signatures a second', () => {
    const world = new World(CERTIFICATE_PRESETS.istio.params);
    for (let i = 0; i < 600; i++) world.add(world.stream.below(12 * HOUR));
    world.passTo(120 * HOUR);
    const perSecond = world.signedUs.length / (120 * 3600);
    expect(perSecond).toBeCloseTo(600 / 43_200, 3);
    expect(world.changes.every(([, , , to]) => to !== 'expired')).toBe(true);
  });

  it('begins with a pod that has none', () => {
    const world = new World(exactly(CERTIFICATE_PRESETS.istio.params));
    world.isUp = false;
    const certificate = world.add(null);
    expect([certificate.mode, certificate.isGood]).toEqual(['requested', false]);
    world.isUp = true;
    world.passTo(SECOND);
    expect(certificate.mode).toBe('valid');
    expect(world.changes.map(([, , from, to]) => `${from} ${to}`)).toEqual(['none requested', 'requested valid']);
  });

  it('later than the end of a life is refused by the check, and ends in expiry by the machine', () => {
    const late = { ...CERTIFICATE_PRESETS.spire.params, graceRatio: 0.95, jitterRatio: 0.1 };
    expect(scheduleFaults(late)[0]).toContain('a certificate that lives 1 h would be renewed after up to 63 min, when it has ended');
    expect(scheduleFaults({ ...late, graceRatio: 0.05 })[0]).toContain('before it is issued');
    for (const { params } of Object.values(CERTIFICATE_PRESETS)) expect(scheduleFaults(params)).toEqual([]);
    const world = new World(late);
    for (let i = 0; i < 200; i++) world.add(0);
    world.passTo(1.2 * HOUR);
    // A quarter of the draws falls beyond the end.
    const ended = world.changes.filter(([, , , to]) => to === 'expired').length;
    expect(ended).toBeGreaterThan(20);
    expect(ended).toBeLessThan(90);
  });

  it('is tried after 1, 2, 4 ... 60 s, from the upper half of each', () => {
    const { stream, params } = new World(CERTIFICATE_PRESETS.istio.params);
    for (const [failures, most] of [
      [1, 1],
      [2, 2],
      [5, 16],
      [7, 60],
      [50, 60],
    ] as const) {
      const waits = Array.from({ length: 200 }, () => retryAfterUs(params, failures, stream) / SECOND);
      expect(Math.min(...waits)).toBeGreaterThanOrEqual(most / 2);
      expect(Math.max(...waits)).toBeLessThanOrEqual(most);
    }
  });
});

describe('the drawing', () => {
  it('shows the machine that runs, with the figures of its setting', () => {
    const drawn = describeCertificate(CERTIFICATE_PRESETS.istio.params);
    expect([drawn.initial, ...drawn.states.map(({ id }) => id)]).toEqual(['none', 'none', 'requested', 'valid', 'renewing', 'expired']);
    expect(drawn.transitions.filter(({ timed }) => timed).map(({ from, to, label }) => [from, to, label])).toEqual([
      ['valid', 'renewing', '50 % ± 1 % of 24 h'],
      ['valid', 'expired', '24 h are over'],
      ['renewing', 'expired', '24 h are over'],
    ]);
    expect([60_000, 90_000, 3_600_000, 5_400_000, 86_400_000].map(lifeText)).toEqual(['1 min', '90 s', '1 h', '90 min', '24 h']);
  });

  it('refuses figures that make no sense', () => {
    expect(() => new World({ ...CERTIFICATE_PRESETS.istio.params, ttlMs: 0 }).add(0)).toThrow(RangeError);
    expect(() => new World({ ...CERTIFICATE_PRESETS.istio.params, graceRatio: 0 }).add(0)).toThrow('graceRatio');
  });
});
