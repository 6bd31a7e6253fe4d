/**
 * A fallback: when a call of this wire fails, the answer comes from the caller's own store instead, after a short while. What it
 * says about the stock matters to the ledger alone; the requests take the same course whether there is one or not.
 */
import { type FallbackAnswer, Ledger, type StockSettings } from './ledger';
import { OK } from '@/domain/reasons';
import { type TimeUs, usFromMs } from '@/domain/time';
import { Phase } from '@/engine/agenda';
import { type Asker, type Call, Purpose } from '@/engine/call';
import type { RunContext } from '@/engine/context';
import { PolicyLayer } from '@/engine/policy-layer';
import { Mark } from '@/engine/trace';
import type { Wire } from '@/engine/wire';

/** Settings of a fallback. */
export interface FallbackSettings {
  /** How long the own store takes, 0 to 60,000 milliseconds. */
  readonly answerMs: number;
  /** What is said; `block` says nothing: the failure stands. Left out: `last-known`. */
  readonly answer?: FallbackAnswer;
  /** With the answer `ask`: id of another call wire of the same source. */
  readonly ask?: string;
  /** The stock that is asked about; null or left out keeps no ledger. */
  readonly business?: StockSettings | null;
}

const ANSWER = 0;
const RECONCILE = 1;

/** The layer. */
export class FallbackLayer extends PolicyLayer implements Asker {
  /** The ledger from the moment there is a stock; it stays when the stock is taken away. */
  private ledger: Ledger | null = null;
  private answer: FallbackAnswer = 'last-known';
  private answerUs: TimeUs = 0;
  private ask = '';
  /** The reconciliation under way, -1 when none is, and the oversells up to which it settles. */
  private booking = -1;
  private found = 0;

  constructor(
    context: RunContext,
    private readonly part: string,
    settings: FallbackSettings,
    private readonly wire: Wire | null = null,
  ) {
    super(context, context.tag(part, 'fallback'));
    this.configure(settings);
  }

  /** The ledger's counts; null when no stock was ever set. */
  get business(): Ledger | null {
    return this.ledger;
  }

  configure({ answerMs, answer = 'last-known', ask = '', business = null }: FallbackSettings): void {
    this.ask = ask;
    this.answerUs = usFromMs(answerMs);
    this.answer = answer;
    if (business === null) return;
    if (this.ledger === null) this.ledger = new Ledger(business, this.context.stream(this.part, 'stock'));
    else this.ledger.settings = business;
  }

  override settle(call: Call): void {
    if (!this.isOn || call.abandonedBy !== null) return this.above.settle(call);
    const { ledger, answer } = this;
    const book = call.purpose === Purpose.request ? ledger : null;
    if (call.reason === OK) {
      if (book !== null) this.answeredAgain(book);
      return this.above.settle(call);
    }
    const { agenda } = this.context;
    const other = answer === 'ask' ? this.other() : null;
    if (other !== null) return this.askInstead(call, other);
    if (answer === 'ask' || answer === 'block' || (answer === 'last-known' && ledger !== null && ledger.isTooOld(agenda.nowUs))) {
      book?.failed();
      return this.above.settle(call);
    }
    book?.guessed(answer, agenda.nowUs);
    this.rescued++;
    this.mark(Mark.fallback);
    call.reason = OK;
    call.isFallback = true;
    if (this.answerUs === 0) this.above.settle(call);
    else {
      call.holder = this;
      call.booking = agenda.book(agenda.nowUs + this.answerUs, Phase.completion, this, ANSWER, call);
    }
  }

  override withdraw(call: Call): void {
    if (call.holder !== this) return super.withdraw(call);
    const { child } = call;
    if (child !== null) {
      call.child = null;
      call.holder = null;
      child.asker = null;
      child.path.withdraw(child);
      return this.above.settle(call);
    }
    this.context.agenda.cancel(call.booking);
    this.handle(ANSWER, call);
  }

  override handle(kind: number, call: Call | null): void {
    if (kind === RECONCILE) this.reconcile();
    else if (call !== null) {
      call.booking = -1;
      call.holder = null;
      this.above.settle(call);
    }
  }

  override fault(): string | null {
    if (this.ledger === null) return null;
    const { asked, won, lost, turnedAway, oversold, reconciled } = this.ledger;
    if (asked !== won + lost + turnedAway + oversold) return `the ledger of ${asked} orders does not add up`;
    return reconciled <= oversold ? null : `${reconciled} of ${oversold} oversells are reconciled`;
  }

  private other(): Wire | null {
    return this.wire?.source.spare.find(({ id }) => id === this.ask) ?? null;
  }

  /** The failed call waits here for one on the other wire, whose outcome becomes its own. */
  private askInstead(call: Call, other: Wire): void {
    const child = this.context.pool.take(other);
    child.asker = this;
    call.holder = this;
    other.start(child, call, true);
  }

  /** The other part has answered. */
  answered(child: Call): void {
    const call = child.parent;
    if (call === null || call.holder !== this) return;
    call.holder = null;
    call.reason = child.reason;
    const isCounted = call.abandonedBy === null && call.purpose === Purpose.request;
    if (child.reason === OK) {
      this.rescued++;
      this.mark(Mark.fallback);
      call.isFallback = true;
      if (isCounted) this.ledger?.toldByOther();
    } else if (isCounted) this.ledger?.failed();
    this.above.settle(call);
  }

  /** A good answer: what was oversold meanwhile can be compared with the true stock now. */
  private answeredAgain(ledger: Ledger): void {
    const { agenda } = this.context;
    ledger.told(agenda.nowUs);
    if (this.booking >= 0 || ledger.oversold === ledger.reconciled) return;
    this.found = ledger.oversold;
    const waitUs = usFromMs(ledger.settings.reconcileMs);
    this.booking = agenda.book(agenda.nowUs + waitUs, Phase.timer, this, RECONCILE, null);
  }

  private reconcile(): void {
    this.booking = -1;
    if (this.ledger !== null) this.ledger.reconciled = this.found;
  }
}
