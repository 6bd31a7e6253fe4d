/**
 * One alert of a rule, as an actor. A rule has one for each set of labels that its expression gives; whoever evaluates keeps
 * them by label and lets go of those that are inactive again.
 */
import { type ActorRefFrom, createActor } from 'xstate';
import { alertMachine, type AlertMode, type AlertParams, type AlertState } from './alert.machine';
import type { ActorClock } from '../actor-clock';
import type { TimeUs } from '@/domain/time';

const MODES: Readonly<Record<AlertState, AlertMode>> = {
  inactive: 'inactive',
  pending: 'pending',
  firing: 'firing',
  kept: 'firing',
};

/** See the file's header. */
export class Alert {
  private readonly actor: ActorRefFrom<typeof alertMachine>;

  constructor(private readonly clock: ActorClock) {
    this.actor = createActor(alertMachine, { clock });
    this.actor.start();
  }

  /** The machine's own state. */
  get state(): AlertState {
    return this.actor.getSnapshot().value;
  }

  /** The state as people see it. */
  get mode(): AlertMode {
    return MODES[this.state];
  }

  /** Since when the expression has held, without a break while pending; the moment of its end when inactive. */
  get sinceUs(): TimeUs {
    return this.actor.getSnapshot().context.sinceUs;
  }

  /** An evaluation at this moment was true for this alert, or not. */
  evaluated(isTrue: boolean, params: AlertParams): void {
    this.actor.send({ type: isTrue ? 'true' : 'false', atUs: this.clock.nowUs(), params });
  }

  /** Ends the actor. */
  stop(): void {
    this.actor.stop();
  }
}
