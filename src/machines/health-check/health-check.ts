/** One health check: counts results in a row and tells its machine when the verdict turns. */
import { type ActorRefFrom, createActor } from 'xstate';
import type { ActorClock } from '../actor-clock';
import { healthCheckMachine, type Verdict } from './health-check.machine';
import type { CheckResult, HealthCheckParams } from './params';

type Finding = 'pass' | 'warn' | 'fail';

/** See the file's header. */
export class HealthCheck {
  /** Results of the last kind in a row. */
  inARow = 0;
  private finding: Finding | null = null;
  private results = 0;
  private readonly actor: ActorRefFrom<typeof healthCheckMachine>;
  private last: Verdict;
  private why = '';

  /** `changed` hears of every new verdict with a sentence that names the figures. */
  constructor(
    private params: HealthCheckParams,
    clock: ActorClock,
    changed: (from: Verdict, to: Verdict, why: string) => void,
  ) {
    this.last = params.initial;
    this.actor = createActor(healthCheckMachine, { clock, input: { verdict: params.initial } });
    this.actor.subscribe((snapshot) => {
      const to = snapshot.value as Verdict;
      const from = this.last;
      if (to === from) return;
      this.last = to;
      changed(from, to, this.why);
    });
    this.actor.start();
  }

  /** The machine's own state. */
  get verdict(): Verdict {
    return this.actor.getSnapshot().value as Verdict;
  }

  /** New parameters for results from now on. */
  configure(params: HealthCheckParams): void {
    this.params = params;
  }

  /** Takes one result in. */
  result(result: CheckResult): void {
    const finding = this.read(result);
    this.inARow = finding === this.finding ? this.inARow + 1 : 1;
    this.finding = finding;
    this.results++;
    if (this.needed(finding, result) > this.inARow) return;
    this.why = this.sentence(result);
    this.actor.send({ type: finding });
  }

  /** Verdict and count in HAProxy's words: `UP`, `UP 2/3`, `DOWN`, `DOWN 1/2`. */
  words(): string {
    const { fallsAfter, risesAfter } = this.params;
    const isUp = this.verdict !== 'critical';
    const turning = isUp ? this.finding === 'fail' : this.finding === 'pass';
    if (!turning) return isUp ? 'UP' : 'DOWN';
    return isUp ? `UP ${fallsAfter - this.inARow}/${fallsAfter}` : `DOWN ${this.inARow}/${risesAfter}`;
  }

  private read(result: CheckResult): Finding {
    if (result.kind !== 'answer') return 'fail';
    const { okFrom, okBelow, warnsOn429 } = this.params;
    if (result.status >= okFrom && result.status < okBelow) return 'pass';
    return warnsOn429 && result.status === 429 ? 'warn' : 'fail';
  }

  /** How many such results in a row decide. */
  private needed(finding: Finding, result: CheckResult): number {
    const { fallsAfter, risesAfter, firstResultDecides, badAnswerDecides } = this.params;
    if (this.results === 1 && (firstResultDecides === 'any' || (firstResultDecides === 'success' && finding === 'pass'))) return 1;
    if (finding !== 'fail') return risesAfter;
    return badAnswerDecides && result.kind === 'answer' ? 1 : fallsAfter;
  }

  private sentence(result: CheckResult): string {
    const said =
      result.kind === 'answer' ? `status ${result.status}` : result.kind === 'timeout' ? 'no answer in time' : 'connection refused';
    return this.inARow === 1 ? said : `${said}, ${this.inARow} times in a row`;
  }
}
