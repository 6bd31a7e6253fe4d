/**
 * One rule during a run: its alerts by labels, each an actor of `machines/alert-rule`. The rule's own mode is the gravest of its
 * alerts'; a change of it is told with the figure that made it.
 */
import { evaluate } from './promql/evaluate';
import { parseExpression } from './promql/parser';
import { labelsKey, labelsText, type Sample, type SeriesSource } from './promql/series';
import type { Expr, Labels } from './promql/syntax';
import type { AlertRuleSettings } from './settings';
import { MS, type TimeUs, usFromMs } from '@/domain/time';
import type { NodeMachine } from '@/engine/node-model';
import type { ActorClock } from '@/machines/actor-clock';
import { Alert } from '@/machines/alert-rule/alert';
import type { AlertMode } from '@/machines/alert-rule/alert.machine';
import { spanText } from '@/machines/circuit-breaker/wording';

/** Most alerts of one rule: an expression that gives more tells nobody anything (Prometheus: `limit` of a group). */
export const MAX_ALERTS = 200;

/** An alert that is not inactive. */
interface Active {
  readonly alert: Alert;
  readonly labels: Labels;
  /** What the expression gave last, and when. */
  value: number;
  lastUs: TimeUs;
}

/** An alert as the screen shows it. */
export interface AlertPicture {
  /** As Prometheus writes them; empty without labels. */
  readonly labels: string;
  readonly mode: AlertMode;
  /** Microseconds; since when the expression has held. */
  readonly sinceUs: TimeUs;
  readonly value: number;
}

/** A rule as the screen shows it. */
export interface RulePicture {
  readonly alert: string;
  readonly severity: AlertRuleSettings['severity'];
  readonly mode: AlertMode;
  readonly alerts: readonly AlertPicture[];
  /** Why the last evaluation gave nothing; null when it did. */
  readonly problem: string | null;
}

/** Told of every change of the rule's mode. */
export type RuleListener = (rule: AlertRuleSettings, from: AlertMode, to: AlertMode, why: string) => void;

const RANKS: Readonly<Record<AlertMode, number>> = { inactive: 0, pending: 1, firing: 2 };

/** Four digits say enough. */
function figure(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);
}

/** See the file's header. */
export class AlertRule {
  mode: AlertMode = 'inactive';
  private readonly active = new Map<string, Active>();
  private readonly expr: Expr | null;
  private problem: string | null;

  constructor(
    public settings: AlertRuleSettings,
    private readonly clock: ActorClock,
    private readonly changed: RuleListener,
  ) {
    const reading = parseExpression(settings.expr);
    this.expr = reading.ok ? reading.expr : null;
    this.problem = reading.ok ? null : reading.problem.says;
  }

  /** Evaluates the expression now and tells every alert. A failed evaluation leaves them as they are. */
  evaluate(source: SeriesSource): void {
    if (this.expr === null) return;
    const nowUs = this.clock.nowUs();
    const result = evaluate(this.expr, source, nowUs / MS);
    if (!result.ok) {
      this.problem = `character ${result.problem.at + 1}: ${result.problem.says}`;
      return;
    }
    if (result.samples.length > MAX_ALERTS) {
      this.problem = `${result.samples.length} series are true, at most ${MAX_ALERTS} alerts are kept: sum them by fewer labels`;
      return;
    }
    if (new Set(result.samples.map(({ labels }) => labelsKey(labels))).size < result.samples.length) {
      this.problem = 'two series of the result differ in nothing but the name of their metric';
      return;
    }
    this.problem = null;
    this.tell(result.samples, nowUs);
  }

  /** Ends all alerts; `why` is a sentence. */
  dispose(why: string): void {
    for (const { alert } of this.active.values()) alert.stop();
    this.active.clear();
    this.turn('inactive', why);
  }

  picture(): RulePicture {
    const alerts = [...this.active.values()].map(({ alert, labels, value }) => {
      return { labels: labelsText(labels), mode: alert.mode, sinceUs: alert.sinceUs, value };
    });
    const { alert, severity } = this.settings;
    return { alert, severity, mode: this.mode, alerts, problem: this.problem };
  }

  /** Its alerts as machines; the rule itself while there is none. `nextUs` is the next evaluation. */
  machines(nextUs: TimeUs): readonly NodeMachine[] {
    const { alert, forMs, keepFiringForMs } = this.settings;
    const shared = { kind: 'alert-rule', params: { forMs, keepFiringForMs }, dueUs: nextUs };
    if (this.active.size === 0) {
      const text = this.problem ?? 'gives nothing';
      return [{ ...shared, label: `alert ${alert}`, mode: 'inactive', facts: [{ label: 'expression', text }] }];
    }
    return [...this.active.values()].map(({ alert: one, labels, value }) => ({
      ...shared,
      label: labels.size === 0 ? `alert ${alert}` : `alert ${alert} ${labelsText(labels)}`,
      mode: one.state,
      facts: [{ label: 'expression gives', text: figure(value) }],
      dueUs: one.state === 'pending' ? Math.max(nextUs, one.sinceUs + usFromMs(forMs)) : nextUs,
    }));
  }

  private tell(samples: readonly Sample[], nowUs: TimeUs): void {
    const isTrue = new Set<string>();
    for (const { labels, value } of samples) {
      const key = labelsKey(labels);
      isTrue.add(key);
      const known = this.active.get(key);
      if (known) {
        known.value = value;
        known.lastUs = nowUs;
      } else this.active.set(key, { alert: new Alert(this.clock), labels, value, lastUs: nowUs });
    }
    let ended = '';
    for (const [key, active] of this.active) {
      const { alert } = active;
      const { mode, sinceUs } = alert;
      alert.evaluated(isTrue.has(key), this.settings);
      if (alert.mode !== 'inactive') continue;
      ended ||= this.endSentence(active, mode, mode === 'pending' ? active.lastUs - sinceUs : nowUs - sinceUs);
      this.active.delete(key);
      alert.stop();
    }
    this.judge(ended, nowUs);
  }

  /** The gravest mode of the alerts, with the first alert that has it. */
  private judge(ended: string, nowUs: TimeUs): void {
    let gravest: Active | null = null;
    for (const active of this.active.values()) {
      if (gravest === null || RANKS[active.alert.mode] > RANKS[gravest.alert.mode]) gravest = active;
    }
    if (gravest === null) this.turn('inactive', ended);
    else this.turn(gravest.alert.mode, this.sentence(gravest, nowUs));
  }

  private turn(to: AlertMode, why: string): void {
    const from = this.mode;
    if (to === from) return;
    this.mode = to;
    this.changed(this.settings, from, to, why);
  }

  private sentence({ alert, labels, value }: Active, nowUs: TimeUs): string {
    const { forMs } = this.settings;
    const heldMs = (nowUs - alert.sinceUs) / MS;
    const found = `the expression gives ${figure(value)}${labels.size > 0 ? ` for ${labelsText(labels)}` : ''}`;
    if (alert.mode === 'pending') return `${found}; it has to hold for ${spanText(forMs)}`;
    if (forMs === 0) return `${found}; it fires at once`;
    return `${found}; true for ${spanText(heldMs)}, the rule asks for ${spanText(forMs)}`;
  }

  private endSentence({ labels }: Active, mode: AlertMode, spanUs: TimeUs): string {
    const { forMs, keepFiringForMs } = this.settings;
    const where = labels.size > 0 ? ` for ${labelsText(labels)}` : '';
    const spanSaid = spanText(spanUs / MS);
    if (mode === 'pending') return `no longer true${where}: it held for ${spanSaid}, the rule asks for ${spanText(forMs)}`;
    const kept = keepFiringForMs > 0 ? `, and was kept for ${spanText(keepFiringForMs)}` : '';
    return `no longer true${where}: resolved ${spanSaid} after it began${kept}`;
  }
}
