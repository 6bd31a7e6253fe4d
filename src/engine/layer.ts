/**
 * What happens to a call on its wire, one concern per layer. Calls go down from the source's end to the callee's, answers
 * come up. A layer that answers early (a refusal, a timeout) does so towards `above`. Layers that have nothing to do are
 * left out of the links, so that a call meets only those that act.
 */
import type { Target } from './agenda';
import type { Call } from './call';

/** One layer of a wire. */
export abstract class Layer implements Target {
  /** The next layer up that looks at answers. */
  above: Layer = this;
  /** The next layer down that looks at calls. */
  below: Layer = this;
  /** The neighbours, whether they act or not. */
  over: Layer | null = null;
  under: Layer | null = null;
  private isOn_ = true;
  private hasActed = true;

  constructor(readonly tag: number) {}

  /** False lets new calls pass untouched; what is under way is finished as it began. */
  get isOn(): boolean {
    return this.isOn_;
  }

  set isOn(isOn: boolean) {
    if (isOn === this.isOn_) return;
    this.isOn_ = isOn;
    this.hasActed ||= isOn;
    link(topOf(this));
  }

  /** For a layer that begins switched off: until it is switched on, no answer can concern it. */
  beginOff(): void {
    this.isOn_ = false;
    this.hasActed = false;
  }

  /** A call on its way to the callee. Not asked while the layer is off. */
  send(call: Call): void {
    this.below.send(call);
  }

  /** An answer on its way to the source; `call.reason` says how it ended. The layer may never have seen the call. */
  settle(call: Call): void {
    this.above.settle(call);
  }

  /** The source no longer wants an answer. Gives back whatever this layer holds for the call and passes it down. */
  withdraw(call: Call): void {
    this.under?.withdraw(call);
  }

  /** A layer above has answered in the place of whoever is behind this one: the call was too slow. */
  missed(_call: Call): void {
    // Only who judges the callee cares.
  }

  /** A layer below answers in `from`'s place with `to`: whatever this layer keeps in the call moves. */
  handOver(_from: Call, _to: Call): void {
    // A layer that keeps nothing has nothing to move.
  }

  /** Something that this layer had booked. */
  handle(_kind: number, _call: Call | null): void {
    throw new Error(`${this.constructor.name} books nothing`);
  }

  /** What is wrong with this layer's own counts; null when nothing is. */
  fault(): string | null {
    return null;
  }

  /** Whether new calls may pass this layer by. */
  get passesCalls(): boolean {
    return !this.isOn_ || this.send === Layer.prototype.send;
  }

  /** Whether answers may pass this layer by. */
  get passesAnswers(): boolean {
    return !this.hasActed || this.settle === Layer.prototype.settle;
  }
}

/** Ties layers together, outermost first. The first and the last are the ends of the wire and always act. */
export function stack(layers: readonly Layer[]): void {
  layers.forEach((layer, i) => {
    layer.over = layers[i - 1] ?? null;
    layer.under = layers[i + 1] ?? null;
  });
  const [top] = layers;
  if (top) link(top);
}

function topOf(layer: Layer): Layer {
  return layer.over === null ? layer : topOf(layer.over);
}

/** Works out who is next for calls and for answers. */
function link(top: Layer): void {
  let above = top;
  for (let layer = top.under; layer !== null; layer = layer.under) {
    layer.above = above;
    if (!layer.passesAnswers) above = layer;
  }
  let bottom = top;
  while (bottom.under !== null) bottom = bottom.under;
  let below = bottom;
  for (let layer = bottom.over; layer !== null; layer = layer.over) {
    layer.below = below;
    if (!layer.passesCalls) below = layer;
  }
}
