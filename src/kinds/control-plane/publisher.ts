/**
 * Brings changes to the sidecars: each is told a while after the change, over its control wire. Changes that come meanwhile travel
 * along; one that does not arrive is sent again.
 */
import type { MeshConfiguration } from '../mesh-contract';
import type { ControlPlaneSettings } from './settings';
import { OK } from '@/domain/reasons';
import { SECOND, type TimeUs, usFromMs } from '@/domain/time';
import { Phase, type Target } from '@/engine/agenda';
import { type Asker, type Call, Purpose } from '@/engine/call';
import type { RandomStream } from '@/engine/chance/random-stream';
import type { RunContext } from '@/engine/context';
import type { NodeModel } from '@/engine/node-model';
import type { Wire } from '@/engine/wire';

/** Before a push that did not arrive is sent again. */
const AGAIN_US = SECOND;

/** See the file's header. */
export class Publisher implements Target, Asker {
  readonly tag: number;
  /** Pushes that have arrived, and those that did not. */
  pushes = 0;
  failed = 0;
  private readonly stream: RandomStream;
  /** By place in the list of control wires: whether a push is booked, and whether one is owed since an outage. */
  private readonly isBooked = new Set<number>();
  private readonly isOwed = new Set<number>();

  constructor(
    private readonly context: RunContext,
    private readonly owner: NodeModel,
    private settings: ControlPlaneSettings['push'],
    private readonly world: { readonly isDown: boolean; readonly configuration: MeshConfiguration },
  ) {
    this.tag = context.tag(owner.id, 'push');
    this.stream = context.stream(owner.id, 'push');
  }

  configure(settings: ControlPlaneSettings['push']): void {
    this.settings = settings;
  }

  /** Everybody is told. */
  publishAll(): void {
    for (let at = 0; at < this.owner.controls.length; at++) this.publish(at);
  }

  /** The one at the end of this wire is told. */
  publishTo(wire: Wire): void {
    const at = this.owner.controls.indexOf(wire);
    if (at >= 0) this.publish(at);
  }

  /** The outage is over: what was owed is sent. */
  resume(): void {
    const owed = [...this.isOwed];
    this.isOwed.clear();
    for (const at of owed) this.publish(at);
  }

  handle(at: number): void {
    this.isBooked.delete(at);
    const wire = this.owner.controls[at];
    if (!wire) return;
    if (this.world.isDown) {
      this.isOwed.add(at);
      return;
    }
    const call = this.context.pool.take(wire);
    call.purpose = Purpose.configuration;
    call.body = this.world.configuration;
    call.asker = this;
    wire.start(call, null);
  }

  answered(call: Call): void {
    if (call.reason === OK) {
      this.pushes++;
      return;
    }
    this.failed++;
    const at = this.owner.controls.findIndex((wire) => wire === call.path);
    if (at >= 0) this.book(at, AGAIN_US);
  }

  private publish(at: number): void {
    const { delayMs, jitterMs } = this.settings;
    if (this.world.isDown) this.isOwed.add(at);
    else this.book(at, usFromMs(Math.max(0, delayMs + (this.stream.uniform() * 2 - 1) * jitterMs)));
  }

  private book(at: number, inUs: TimeUs): void {
    if (this.isBooked.has(at)) return;
    this.isBooked.add(at);
    const { agenda } = this.context;
    agenda.book(agenda.nowUs + inUs, Phase.change, this, at, null);
  }
}
