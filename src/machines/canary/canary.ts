/**
 * One rollout as an actor. Whoever owns it brings the checks, at their moments, and turns the traffic to `percent`; the
 * actor's state is the mode.
 */
import { type ActorRefFrom, createActor } from 'xstate';
import type { ActorClock } from '../actor-clock';
import { spanText } from '../circuit-breaker/wording';
import type { CanaryCheck } from './analysis';
import { type CanaryContext, canaryMachine, type CanaryMode } from './canary.machine';
import { type CanaryParams, failuresToRollBack, validateCanaryParams } from './params';
import { msFromUs } from '@/domain/time';

/** Hears of every new mode and of every new step; `why` names the figures that decided. */
export type CanaryListener = (from: CanaryMode, to: CanaryMode, why: string) => void;

/** See the file's header. Throws a RangeError for parameters out of range. */
export class Canary {
  private readonly actor: ActorRefFrom<typeof canaryMachine>;
  /** Of the latest failed check. */
  private trouble = '';

  constructor(
    private params: CanaryParams,
    private readonly clock: ActorClock,
    private readonly changed: CanaryListener = () => undefined,
  ) {
    validateCanaryParams(params);
    this.actor = createActor(canaryMachine, { clock });
    this.actor.start();
  }

  /** The machine's own state. */
  get mode(): CanaryMode {
    return this.actor.getSnapshot().value;
  }

  /** Steps behind it, failed checks and checks without a result. */
  get counts(): CanaryContext {
    return this.actor.getSnapshot().context;
  }

  /** Place of the present step, from 0. */
  get step(): number {
    return Math.min(this.counts.step, this.params.stepWeights.length - 1);
  }

  /** What the new version is to get, 0 to 100 percent. */
  get percent(): number {
    const { stepWeights } = this.params;
    switch (this.mode) {
      case 'initialising':
      case 'rolledBack':
        return 0;
      case 'succeeded':
        return 100;
      case 'promoting':
        return stepWeights.at(-1) ?? 0;
      default:
        return stepWeights[this.step] ?? 0;
    }
  }

  /** No check is wanted any more. */
  get isOver(): boolean {
    return ['paused', 'succeeded', 'rolledBack'].includes(this.mode);
  }

  /** New parameters; the step that it is in stays. Throws a RangeError for parameters out of range. */
  configure(params: CanaryParams): void {
    validateCanaryParams(params);
    this.params = params;
  }

  /** The first step begins. */
  start(): void {
    const { params, mode } = this;
    this.actor.send({ type: 'start', atUs: this.clock.nowUs(), params });
    if (this.mode !== mode) this.changed(mode, this.mode, this.stepText());
  }

  /** A check is due. */
  check({ verdict, finding }: CanaryCheck): void {
    const { params, mode, counts } = this;
    const atUs = this.clock.nowUs();
    this.actor.send({ type: 'check', atUs, params, verdict });
    const now = this.counts;
    if (now.failed > counts.failed) this.trouble = finding;
    const to = this.mode;
    if (to !== mode) this.changed(mode, to, this.reason(to, finding, counts.sinceUs));
    else if (now.step !== counts.step) this.changed(mode, to, `${this.stepText()}; ${finding}`);
  }

  /** Ends the actor. */
  stop(): void {
    this.actor.stop();
  }

  private stepText(): string {
    return `step ${this.step + 1} of ${this.params.stepWeights.length}: ${this.percent} %`;
  }

  private reason(to: CanaryMode, finding: string, sinceUs: number): string {
    const { failed, inconclusive } = this.counts;
    const { params } = this;
    if (to === 'paused') return `${inconclusive} without a result, ${params.inconclusiveLimit} allowed; ${finding}`;
    if (to === 'promoting') return `the last step is done; ${finding}`;
    if (to === 'succeeded' && params.style === 'argo') return `the last step is done; ${finding}`;
    if (to === 'succeeded') return 'everybody gets the new version';
    if (failed < failuresToRollBack(params)) return `no new step for ${spanText(msFromUs(this.clock.nowUs() - sinceUs))}`;
    return `${failed} failed ${failed === 1 ? 'check' : 'checks'}, the last one: ${this.trouble}`;
  }
}
