/**
 * An operator: a person who looks from time to time, needs a while to react, and then acts by hand. It knows what any screen
 * shows (state words, waiting requests, counts of answers and failures), never what faults there are. It looks once more before
 * it acts: what has healed by itself is left alone.
 */
import type { OperatorSettings } from './settings';
import { reasonCode } from '@/domain/reasons';
import { SECOND, usFromMs } from '@/domain/time';
import { Phase } from '@/engine/agenda';
import type { Call } from '@/engine/call';
import { drawUs } from '@/engine/chance/distribution';
import type { RandomStream } from '@/engine/chance/random-stream';
import type { RunContext } from '@/engine/context';
import { type Effect, NodeModel, type NodeState } from '@/engine/node-model';

const NO_ROUTE = reasonCode('no-route');
const LOOK = 0;
const ACT = 1;
/** Fewer ends than this since the last look say nothing about a rate of errors. */
const LEAST_ENDS = 10;

/** See the file's header. */
export class OperatorModel extends NodeModel {
  /** Times that it has acted. */
  deeds = 0;
  private readonly delay: RandomStream;
  private booking = -1;
  private isActing = false;
  private completed = 0;
  private failed = 0;

  constructor(
    context: RunContext,
    id: string,
    private settings: OperatorSettings,
  ) {
    super(context, id, 'operator');
    this.delay = context.stream(id, 'reaction');
  }

  override get state(): NodeState {
    return this.isActing ? 'busy' : 'idle';
  }

  override holding(): number {
    return 0;
  }

  override start(): void {
    this.beginWatch();
  }

  /** Nobody calls a person over a wire. */
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
    this.booking = -1;
    if (kind === LOOK) this.look();
    else this.act();
  }

  /** What it was about to do is given up when it is told to watch something else; the next look follows the new settings. */
  configure(settings: OperatorSettings): void {
    const isElsewhere = settings.watches !== this.settings.watches;
    this.settings = settings;
    if (this.isActing && !isElsewhere) return;
    if (this.isActing) this.rest('was told to watch something else');
    if (this.booking >= 0) this.agenda.cancel(this.booking);
    this.beginWatch();
  }

  private beginWatch(): void {
    this.booking = -1;
    const node = this.watched();
    if (node === undefined) return;
    this.remember(node);
    this.bookLook();
  }

  private watched(): NodeModel | undefined {
    const { watches } = this.settings;
    return watches === this.id ? undefined : this.context.directory?.node(watches);
  }

  private bookLook(): void {
    const { agenda, settings } = this;
    this.booking = agenda.book(agenda.nowUs + usFromMs(settings.looksEveryMs), Phase.timer, this, LOOK, null);
  }

  private look(): void {
    const node = this.watched();
    if (node === undefined) return;
    const why = this.trouble(node);
    this.remember(node);
    if (why === null) return this.bookLook();
    const { agenda } = this;
    const waitUs = drawUs(this.settings.reactsAfterMs, this.delay);
    this.isActing = true;
    this.context.note(this.id, 'operator', 'watching', 'acting', `sees that ${why}; reacts in ${waitUs / SECOND} s`);
    this.booking = agenda.book(agenda.nowUs + waitUs, Phase.change, this, ACT, null);
  }

  private act(): void {
    const node = this.watched();
    if (node === undefined) return this.rest('has nothing to watch');
    const isWell = this.trouble(node, true) === null;
    const effect = this.effectOn(node);
    if (isWell) this.rest(`${node.id} is well again: leaves it alone`);
    else if (effect === null) this.rest('sees no instance to remove');
    else if (node.afflict(effect)) {
      this.deeds++;
      this.rest(this.told(node.id, effect));
    } else this.rest(`${node.id} cannot do that: ${effect.kind}`);
    this.remember(node);
    this.bookLook();
  }

  private rest(why: string): void {
    this.isActing = false;
    this.context.note(this.id, 'operator', 'acting', 'watching', why);
  }

  private remember({ tally }: NodeModel): void {
    this.completed = tally.completed;
    this.failed = tally.failed;
  }

  /** What is wrong in words, or null. With `isAgain`, too few ends since the sight leave the earlier judgement standing. */
  private trouble(node: NodeModel, isAgain = false): string | null {
    const { sees } = this.settings;
    if (sees.kind === 'overloaded') {
      const { value } = node.waiting;
      return node.state === 'overloaded' && value >= sees.waiting ? `${node.id} is overloaded: ${value} wait` : null;
    }
    if (sees.kind === 'crashed') {
      if (node.state === 'crashed') return `${node.id} is down`;
      const down = node.pods().reduce((n, { state }) => n + +(state === 'crashed'), 0);
      return down >= sees.pods ? `${down} of the pods of ${node.id} are down` : null;
    }
    const failed = node.tally.failed - this.failed;
    const ended = failed + node.tally.completed - this.completed;
    if (ended < LEAST_ENDS) return isAgain ? 'too little has ended to tell' : null;
    const share = failed / ended;
    return share >= sees.share ? `${Math.round(share * 100)} % of the requests of ${node.id} fail` : null;
  }

  private effectOn(node: NodeModel): Effect | null {
    const { action } = this.settings;
    if (action.kind === 'scale') return { kind: 'scale', value: action.pods };
    if (action.kind === 'restart') return { kind: 'restart', value: 0 };
    const address = node.pods().find(({ state }) => state === 'crashed')?.address ?? 0;
    return address === 0 ? null : { kind: 'remove-instance', value: address };
  }

  private told(id: string, { kind, value }: Effect): string {
    if (kind === 'scale') return `has scaled ${id} to ${value} pods`;
    return kind === 'restart' ? `has restarted ${id}` : `has removed an instance of ${id}`;
  }
}
