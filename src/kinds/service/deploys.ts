/**
 * Which version of itself a service runs, and how it comes to another one: a rolling deploy with so many new pods at a time, an
 * old one going when a new one is ready (Kubernetes: maxUnavailable 0). Going back is a deploy like any other; pods that still
 * run the version that is gone back to stay (as the old replica set of a Deployment does).
 */
import type { Pod } from './pod';
import { chanceOfAny, removeEffect } from '@/engine/effects';
import type { Effect } from '@/engine/node-model';

/** Kubernetes' default for maxSurge: a quarter of the pods, rounded up. */
const USUAL_SURGE = 0.25;

/** The pods as a deploy sees them. */
export interface DeployHost {
  /** The replicas, without those that leave. */
  readonly current: readonly Pod[];
  /** How many there should be. */
  readonly wanted: number;
  /** Whether one more can be started now; `Deploys.refit` goes on when it can again. */
  mayAdd(): boolean;
  /** Starts one more, of the version in force. */
  add(): Pod;
  /** Lets one go in the orderly way. */
  dismiss(pod: Pod): void;
}

/** See the file's header. */
export class Deploys {
  /** Flawed versions that have been rolled out and not taken back. */
  private readonly flaws: Effect[] = [];
  private version = 0;
  /** The version to go back to when no flawed one is left. */
  private good = 0;
  private last = 0;
  private errorShare = 0;
  /** Old pods that have still to go, and new ones that are waited for. */
  private outdated: Pod[] = [];
  private awaited: Pod[] = [];
  private surge = 1;

  constructor(private readonly host: DeployHost) {}

  /** A new pod gets the version in force. */
  stamp(pod: Pod): void {
    pod.version = this.version;
    pod.errorShare = this.errorShare;
  }

  /** A new version without flaws of its own, `surge` pods at a time. */
  release(surge: number): void {
    this.good = ++this.last;
    this.version = this.flaws.length === 0 ? this.good : ++this.last;
    this.start(Math.max(1, Math.round(surge)));
  }

  /** A version is rolled out that has this flaw, and those of the versions before it. */
  begin(effect: Effect): void {
    this.flaws.push(effect);
    this.turnTo(++this.last);
  }

  /** The flaw is taken out again: another deploy, or the way back to the last version that had none. */
  end(effect: Effect): void {
    removeEffect(this.flaws, effect);
    this.turnTo(this.flaws.length === 0 ? this.good : ++this.last);
  }

  /** A pod takes requests. */
  ready(pod: Pod): void {
    if (!this.awaited.includes(pod)) return;
    this.awaited = this.awaited.filter((other) => other !== pod);
    this.prune();
    const old = this.outdated.shift();
    if (old) this.host.dismiss(old);
    this.roll();
  }

  /** Pods have come or gone for other reasons: what was waited for may be among them. */
  refit(): void {
    if (this.outdated.length === 0) return;
    this.prune();
    this.roll();
  }

  private turnTo(version: number): void {
    this.version = version;
    this.errorShare = chanceOfAny(this.flaws);
    this.start(Math.ceil(this.host.wanted * USUAL_SURGE));
  }

  private start(surge: number): void {
    const { host } = this;
    this.surge = surge;
    this.awaited = [];
    this.outdated = host.current.filter(({ version }) => version !== this.version);
    // A deploy that was under way had started more pods than there should be: those nobody serves with yet go first.
    const surplus = Math.max(0, host.current.length - host.wanted);
    for (const pod of this.outdated.toSorted((a, b) => +a.isServing - +b.isServing).slice(0, surplus)) host.dismiss(pod);
    this.prune();
    this.roll();
  }

  private prune(): void {
    const stays = ({ isLeaving }: Pod): boolean => !isLeaving;
    this.outdated = this.outdated.filter(stays);
    this.awaited = this.awaited.filter(stays);
  }

  private roll(): void {
    const { host } = this;
    while (this.awaited.length < Math.min(this.surge, this.outdated.length) && host.mayAdd()) this.awaited.push(host.add());
  }
}
