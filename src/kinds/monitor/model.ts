/**
 * A monitor: reads the counters of all parts from time to time, remembers what it read, and evaluates its rules over that. It
 * knows a part only by these figures: what happens between two readings it sees late, and what is not counted it never sees.
 */
import { collect } from './collect';
import { AlertRule, type RulePicture } from './rule';
import { LOOKBACK_MS } from './promql/series';
import { parseExpression } from './promql/parser';
import { walk } from './promql/syntax';
import type { AlertRuleSettings, MonitorSettings } from './settings';
import { MAX_READINGS, SeriesStore } from './store';
import { reasonCode } from '@/domain/reasons';
import { MS, type TimeUs, usFromMs } from '@/domain/time';
import { Phase } from '@/engine/agenda';
import type { Call } from '@/engine/call';
import type { RunContext } from '@/engine/context';
import { type NodeMachine, NodeModel, type NodeState } from '@/engine/node-model';

/** Machines that are told; more than this nobody looks through. */
const MOST_MACHINES = 50;
const NO_ROUTE = reasonCode('no-route');
const TICK = 0;

/** What a monitor shows. */
export interface MonitorPicture {
  readonly firing: number;
  readonly pending: number;
  readonly rules: readonly RulePicture[];
  /** Series that it remembers, and those that found no room. */
  readonly series: number;
  readonly lostSeries: number;
}

/** What the rules ask for: metrics by name, and how far back. */
function needs(rules: readonly AlertRuleSettings[]): { readonly metrics: ReadonlySet<string>; readonly spanMs: number } {
  const metrics = new Set<string>();
  let spanMs = LOOKBACK_MS;
  for (const { expr } of rules) {
    const reading = parseExpression(expr);
    if (!reading.ok) continue;
    walk(reading.expr, (part) => {
      if (part.kind !== 'selector') return;
      metrics.add(part.metric);
      spanMs = Math.max(spanMs, part.rangeMs ?? 0);
    });
  }
  return { metrics, spanMs };
}

/** See the file's header. */
export class MonitorModel extends NodeModel {
  readonly store: SeriesStore;
  private metrics: ReadonlySet<string> = new Set();
  private rules: readonly AlertRule[] = [];
  private booking = -1;
  private scrapedUs: TimeUs = -1;
  private evaluatedUs: TimeUs = -1;

  constructor(
    context: RunContext,
    id: string,
    private settings: MonitorSettings,
  ) {
    super(context, id, 'monitor');
    this.store = new SeriesStore(1);
    this.read();
  }

  override get state(): NodeState {
    if (this.rules.some(({ mode }) => mode === 'firing')) return 'degraded';
    return this.rules.some(({ mode }) => mode === 'pending') ? 'busy' : 'idle';
  }

  override holding(): number {
    return 0;
  }

  /** The first reading is at once, the first evaluation an interval later. */
  override start(): void {
    this.evaluatedUs = this.agenda.nowUs;
    this.book();
  }

  /** Nobody calls a monitor. */
  receive(call: Call): void {
    this.tally.arrived++;
    this.tally.end(NO_ROUTE, 0);
    call.reason = NO_ROUTE;
    if (call.isWithdrawn) call.path.dropped(call);
    else call.path.deliver(call);
  }

  answered(): void {
    // Asks nothing, so nothing is answered.
  }

  drop(): void {
    // Holds nothing.
  }

  /** A reading that falls on an evaluation comes first. */
  handle(): void {
    const { nowUs } = this.agenda;
    this.booking = -1;
    if (nowUs >= this.nextScrapeUs()) {
      this.scrapedUs = nowUs;
      this.scrape();
    }
    if (nowUs >= this.nextEvaluationUs()) {
      this.evaluatedUs = nowUs;
      for (const rule of this.rules) rule.evaluate(this.store);
    }
    this.book();
  }

  /** What was read stays, as far as the new rules ask for it; a rule whose expression stays keeps its alerts. */
  configure(settings: MonitorSettings): void {
    this.settings = settings;
    this.read();
    if (this.booking >= 0) this.agenda.cancel(this.booking);
    this.book();
  }

  /** Plain data for the screen. */
  override picture(): MonitorPicture {
    const count = (mode: 'firing' | 'pending'): number => this.rules.reduce((n, rule) => n + +(rule.mode === mode), 0);
    return {
      firing: count('firing'),
      pending: count('pending'),
      rules: this.rules.map((rule) => rule.picture()),
      series: this.store.size,
      lostSeries: this.store.lost,
    };
  }

  override machines(): readonly NodeMachine[] {
    const nextUs = this.nextEvaluationUs();
    return this.rules.flatMap((rule) => rule.machines(nextUs)).slice(0, MOST_MACHINES);
  }

  private read(): void {
    const { rules, scrapeMs } = this.settings;
    const { metrics, spanMs } = needs(rules);
    this.metrics = metrics;
    this.store.fit(Math.min(MAX_READINGS, Math.ceil(spanMs / scrapeMs) + 2), metrics);
    const old = [...this.rules];
    this.rules = rules.map((wanted) => {
      const at = old.findIndex(({ settings: { alert, expr } }) => alert === wanted.alert && expr === wanted.expr);
      const kept = at < 0 ? undefined : old.splice(at, 1)[0];
      if (kept === undefined) return this.newRule(wanted);
      kept.settings = wanted;
      return kept;
    });
    for (const rule of old) rule.dispose('the rule was taken out or changed');
  }

  private newRule(wanted: AlertRuleSettings): AlertRule {
    return new AlertRule(wanted, this.context.clock, ({ alert }, from, to, why) => {
      this.context.note(this.id, `alert ${alert}`, from, to, why);
    });
  }

  private scrape(): void {
    const { directory } = this.context;
    if (directory === null) return;
    this.store.begin(this.agenda.nowUs / MS);
    collect(directory, this.metrics, (metric, labels, value) => this.store.record(metric, labels, value));
    this.store.end();
  }

  private nextScrapeUs(): TimeUs {
    return this.scrapedUs < 0 ? 0 : this.scrapedUs + usFromMs(this.settings.scrapeMs);
  }

  private nextEvaluationUs(): TimeUs {
    return this.evaluatedUs + usFromMs(this.settings.evaluateMs);
  }

  private book(): void {
    const { agenda } = this;
    if (this.rules.length === 0) return;
    const nextUs = Math.max(agenda.nowUs, Math.min(this.nextScrapeUs(), this.nextEvaluationUs()));
    this.booking = agenda.book(nextUs, Phase.timer, this, TICK, null);
  }
}
