/**
 * How the pods of a service become known to registries. Where a registry wants heartbeats each pod registers itself, beats, and
 * signs off when it is told to stop; a pod that dies says nothing. Where the platform tells, the kubelet reports what the probes
 * found and the death of a process at once; the loss of a whole machine is noticed by its silence (Kubernetes: node-monitor-
 * grace-period 40 s, looked at every 5 s).
 */
import type { Fleet, PodEvent } from './fleet';
import type { Pod } from './pod';
import { OK } from '@/domain/reasons';
import { SECOND, usFromMs } from '@/domain/time';
import { Phase, type Target } from '@/engine/agenda';
import { type Asker, type Call, Purpose } from '@/engine/call';
import type { RandomStream } from '@/engine/chance/random-stream';
import type { RunContext } from '@/engine/context';
import type { NodeModel } from '@/engine/node-model';
import type { Registration as News, Registrar } from '@/engine/registrar';
import type { Wire } from '@/engine/wire';

/** A registration that failed is tried again after this. */
const RETRY_US = SECOND;
const NODE_GRACE_US = 40 * SECOND;
const NODE_LOOK_US = 5 * SECOND;
const BEAT = 0;
const RETRY = 1;
const NODE_LOST = 2;
const KINDS = 3;

interface Book {
  readonly wire: Wire;
  readonly registrar: Registrar;
}

/** Registries that one service registers with, wires that were taken away included. */
const MOST_BOOKS = 64;

/** See the file's header. */
export class Registration implements Target, Asker {
  readonly tag: number;
  private readonly books: Book[] = [];
  private readonly stream: RandomStream;

  constructor(
    private readonly context: RunContext,
    private readonly service: NodeModel,
    private readonly fleet: Fleet,
  ) {
    this.tag = context.tag(service.id, 'registration');
    this.stream = context.stream(service.id, 'registration');
    fleet.watchers.push((pod, event) => this.follow(pod, event));
  }

  /** Called when wires have been tied. A run begins with all pods long registered, and so does a registry that is added to it. */
  start(): void {
    const known = this.books.length;
    for (const wire of this.service.lookups) {
      const registrar = wire.target.registrar();
      if (registrar === null || this.books.some((book) => book.wire === wire) || this.books.length === MOST_BOOKS) continue;
      this.books.push({ wire, registrar });
    }
    this.books.slice(known).forEach(({ wire, registrar }, i) => {
      for (const pod of this.fleet.current) {
        registrar.enroll(this.service.id, pod.address, pod.isServing, wire);
        this.planBeat(pod, known + i, this.stream.uniform());
      }
    });
  }

  handle(kind: number): void {
    const what = kind % KINDS;
    const book = Math.floor(kind / KINDS) % MOST_BOOKS;
    const pod = this.fleet.all[Math.floor(kind / KINDS / MOST_BOOKS)] as Pod;
    if (what === NODE_LOST) this.send(pod, book, 'down');
    else if (!pod.isRunning || pod.isLeaving) return;
    else if (what === RETRY) this.send(pod, book, pod.isServing ? 'up' : 'unready');
    else {
      this.send(pod, book, 'beat');
      this.planBeat(pod, book, 1);
    }
  }

  /** A registry has answered, or could not. */
  answered(call: Call): void {
    const { news, address, isUnknown = false } = call.body as News;
    const pod = this.fleet.all.find((each) => each.address === address);
    const book = this.books.findIndex(({ wire }) => wire === call.path);
    if (!pod || book < 0) return;
    const isOver = news === 'down' && call.reason !== OK;
    if (isOver) {
      // The platform does not forget to say so; an instance that signs off is gone before it could try again.
      if (this.books[book]?.registrar.learns === 'platform') this.plan(pod, book, NODE_LOST, RETRY_US);
      return;
    }
    // 404 to a beat: the client registers again at once. A lost beat is made good by the next one.
    if (call.reason === OK && isUnknown) this.plan(pod, book, RETRY, 0);
    else if (call.reason !== OK && news !== 'beat') this.plan(pod, book, RETRY, RETRY_US);
  }

  private follow(pod: Pod, event: PodEvent): void {
    this.books.forEach(({ registrar }, book) => {
      if (registrar.learns === 'platform') this.platform(pod, event, book);
      else if (event === 'started') {
        this.send(pod, book, 'up');
        this.planBeat(pod, book, 1);
      } else if (event === 'stopping' || (event === 'gone' && !pod.isLost && !pod.hasSignedOff)) {
        // What an operator throws away is taken off the list by hand, too.
        pod.hasSignedOff = true;
        this.send(pod, book, 'down');
      }
    });
  }

  private platform(pod: Pod, event: PodEvent, book: number): void {
    const isLost = pod.life.phase === 'gone' || pod.isLost;
    if (event === 'started') this.send(pod, book, 'up');
    else if (event === 'ready' || event === 'unready') {
      if (!isLost) this.send(pod, book, event);
    } else if (event === 'gone' && pod.isLost) {
      const waitUs = NODE_GRACE_US + Math.round(this.stream.uniform() * NODE_LOOK_US);
      this.plan(pod, book, NODE_LOST, waitUs);
    } else if (event === 'gone') this.send(pod, book, 'down');
  }

  private planBeat(pod: Pod, book: number, share: number): void {
    const { heartbeatMs } = (this.books[book] as Book).registrar;
    if (heartbeatMs > 0) this.plan(pod, book, BEAT, Math.round(usFromMs(heartbeatMs) * share));
  }

  private plan(pod: Pod, book: number, what: number, waitUs: number): void {
    const { agenda } = this.context;
    agenda.book(agenda.nowUs + waitUs, Phase.timer, this, (pod.index * MOST_BOOKS + book) * KINDS + what, null);
  }

  private send(pod: Pod, book: number, news: News['news']): void {
    const { wire } = this.books[book] as Book;
    const call = this.context.pool.take(wire);
    call.purpose = Purpose.register;
    call.body = { news, service: this.service.id, address: pod.address } satisfies News;
    call.asker = this;
    wire.start(call, null);
  }
}
