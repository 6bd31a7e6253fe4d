/**
 * A canary controller: looks at a split from time to time and turns it, as Flagger and Argo Rollouts do. It knows no more
 * than the figures of the traffic that the version on trial got, and what it decides reaches the callers late.
 */
import { CanaryLedger } from './ledger';
import { type CanarySettings, paramsOf } from './settings';
import { reasonCode } from '@/domain/reasons';
import { type TimeUs, usFromMs } from '@/domain/time';
import { Phase } from '@/engine/agenda';
import type { Call } from '@/engine/call';
import type { RunContext } from '@/engine/context';
import { type NodeMachine, NodeModel, type NodeState } from '@/engine/node-model';
import type { Split } from '@/engine/split';
import { type CanaryCheck, judge } from '@/machines/canary/analysis';
import { Canary } from '@/machines/canary/canary';
import type { CanaryMode } from '@/machines/canary/canary.machine';
import { failuresToRollBack } from '@/machines/canary/params';

const NO_ROUTE = reasonCode('no-route');
const TICK = 0;
const TURN = 1;
const NO_BOOKING = -1;

/** What a controller shows. */
export interface CanaryPicture {
  readonly mode: CanaryMode;
  /** What it wants and, as far as the split is there, what the callers do: percent, null without a split. */
  readonly percent: number;
  readonly actualPercent: number | null;
  /** Of `steps`, from 1; 0 before the start. */
  readonly step: number;
  readonly steps: number;
  readonly failedChecks: number;
  /** The latest check; null before the first. */
  readonly last: (CanaryCheck & { readonly atUs: TimeUs }) | null;
  /** The next check; -1 when none is due. */
  readonly nextUs: TimeUs;
}

/** See the file's header. */
export class CanaryModel extends NodeModel {
  private canary: Canary;
  private readonly ledger = new CanaryLedger();
  private ticking = NO_BOOKING;
  private turning = NO_BOOKING;
  private nextUs: TimeUs = -1;
  private last: CanaryPicture['last'] = null;

  constructor(
    context: RunContext,
    id: string,
    private settings: CanarySettings,
  ) {
    super(context, id, 'canary');
    this.canary = this.newCanary();
  }

  override get state(): NodeState {
    const { mode } = this.canary;
    if (mode === 'initialising') return 'idle';
    if (mode === 'succeeded') return 'running';
    if (mode === 'rolledBack') return 'degraded';
    return mode === 'paused' ? 'hung' : 'busy';
  }

  override holding(): number {
    return 0;
  }

  override start(): void {
    this.begin();
  }

  override retire(): void {
    super.retire();
    this.rest();
  }

  /** Nobody calls a controller. */
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

  handle(kind: number): void {
    if (kind === TURN) {
      this.turning = NO_BOOKING;
      this.turn();
    } else {
      this.ticking = NO_BOOKING;
      this.tick();
    }
  }

  /** Another split or another begin is another rollout; everything else counts from the next check on. */
  configure(settings: CanarySettings): void {
    const before = this.settings;
    this.settings = settings;
    if (settings.split !== before.split || settings.startsAtMs !== before.startsAtMs) {
      this.rest();
      this.canary.stop();
      this.canary = this.newCanary();
      this.last = null;
      return this.begin();
    }
    const { percent } = this.canary;
    this.canary.configure(paramsOf(settings));
    if (this.canary.percent !== percent) this.act();
    // The next check keeps its moment unless the new interval has it earlier.
    const soonUs = this.agenda.nowUs + usFromMs(settings.intervalMs);
    if (this.canary.mode !== 'initialising' && this.ticking !== NO_BOOKING && soonUs < this.nextUs) this.bookTick(soonUs);
  }

  /** Plain data for the screen. */
  override picture(): CanaryPicture {
    const { canary, last, nextUs } = this;
    const { mode, percent, counts } = canary;
    return {
      mode,
      percent,
      actualPercent: this.split()?.canaryPercent ?? null,
      step: mode === 'initialising' ? 0 : canary.step + 1,
      steps: this.settings.stepWeights.length,
      failedChecks: counts.failed,
      last,
      nextUs,
    };
  }

  override machines(): readonly NodeMachine[] {
    const { canary, last, nextUs, settings } = this;
    const { mode, percent, step, counts } = canary;
    const share = this.split()?.canaryPercent;
    const facts = [
      { label: 'step', text: mode === 'initialising' ? 'none yet' : `${step + 1} of ${settings.stepWeights.length}` },
      { label: 'new version', text: share === undefined ? `wants ${percent} %, no split` : `${share} % of the traffic` },
      { label: 'failed checks', text: `${counts.failed} of ${failuresToRollBack(paramsOf(settings))}` },
      { label: 'last check', text: last === null ? 'none yet' : last.finding },
    ];
    return [{ kind: 'canary', label: 'canary', mode, params: paramsOf(settings), facts, dueUs: nextUs }];
  }

  private newCanary(): Canary {
    return new Canary(paramsOf(this.settings), this.context.clock, (from, to, why) => {
      this.context.note(this.id, 'canary', from, to, why);
    });
  }

  private split(): Split | undefined {
    return this.context.splits.get(this.settings.split);
  }

  private begin(): void {
    if (this.settings.split === '') return;
    this.bookTick(Math.max(this.agenda.nowUs, usFromMs(this.settings.startsAtMs)));
  }

  private rest(): void {
    for (const booking of [this.ticking, this.turning]) if (booking !== NO_BOOKING) this.agenda.cancel(booking);
    this.ticking = NO_BOOKING;
    this.turning = NO_BOOKING;
    this.nextUs = -1;
  }

  private bookTick(atUs: TimeUs): void {
    if (this.ticking !== NO_BOOKING) this.agenda.cancel(this.ticking);
    this.nextUs = atUs;
    this.ticking = this.agenda.book(atUs, Phase.change, this, TICK, null);
  }

  private tick(): void {
    const { canary, agenda } = this;
    const split = this.split();
    if (canary.mode !== 'initialising') this.check(split);
    else if (split !== undefined) {
      this.ledger.close(split);
      canary.start();
    }
    // What somebody else has turned meanwhile is put right, too.
    if (canary.mode !== 'initialising' && split !== undefined && split.canaryPercent !== canary.percent) this.act();
    if (canary.isOver) this.nextUs = -1;
    else this.bookTick(agenda.nowUs + usFromMs(this.settings.intervalMs));
  }

  /** Without a split there is nothing to be seen: no data. */
  private check(split: Split | undefined): void {
    const { settings, ledger } = this;
    const nothing = { requests: 0, failed: 0, p99Ms: 0 };
    const sample = split === undefined ? nothing : ledger.read(split, settings.p99MaxMs !== null);
    const found = judge(sample, settings);
    this.last = { ...found, atUs: this.agenda.nowUs };
    // Too few to tell: the next check looks at these together with its own.
    if (split !== undefined && found.verdict !== 'undecided') ledger.close(split);
    this.canary.check(found);
  }

  /** The callers follow after a while; a later decision overtakes one that is on its way. */
  private act(): void {
    const { agenda } = this;
    if (this.turning !== NO_BOOKING) agenda.cancel(this.turning);
    this.turning = NO_BOOKING;
    const waitUs = usFromMs(this.settings.actsAfterMs);
    if (waitUs === 0) this.turn();
    else this.turning = agenda.book(agenda.nowUs + waitUs, Phase.change, this, TURN, null);
  }

  private turn(): void {
    this.split()?.turn(this.canary.percent);
  }
}
