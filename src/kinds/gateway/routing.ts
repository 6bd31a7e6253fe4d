/** From a call to the wire that takes it on: the route table and the split of each route, tied to the wires of this run. */
import { type RouteSpec, RouteTable, type Precedence } from './routes';
import { Split } from './split';
import type { Call } from '@/engine/call';
import { hashText, type RandomStream } from '@/engine/chance/random-stream';
import type { Split as TurnableSplit } from '@/engine/split';
import type { Wire } from '@/engine/wire';

/** A route with two targets as a canary controller sees it: the second is on trial. */
class RouteSplit implements TurnableSplit {
  constructor(
    readonly id: string,
    readonly stable: Wire,
    readonly canary: Wire,
    private percent: number,
    private readonly turned: (percent: number) => void,
  ) {}

  get canaryPercent(): number {
    return this.percent;
  }

  turn(canaryPercent: number): void {
    if (!(canaryPercent >= 0 && canaryPercent <= 100)) throw new RangeError(`a share of ${canaryPercent} % is not from 0 to 100`);
    this.percent = canaryPercent;
    this.turned(canaryPercent);
  }
}

/** Where a gateway's splits are known to the run, and what has been turned: percent of the second target by id of the route. */
export interface SplitBoard {
  readonly gateway: string;
  readonly splits: Map<string, TurnableSplit>;
  readonly turned: Map<string, number>;
}

interface Route {
  readonly id: string;
  /** Null where the file names a wire that is not there. */
  readonly wires: readonly (Wire | null)[];
  /** Null when there is nothing to choose. */
  split: Split | null;
  readonly isSticky: boolean;
}

/** See the file's header. Made anew whenever routes or wires change. */
export class Routing {
  private readonly table: RouteTable;
  private readonly routes: readonly Route[];

  constructor(
    specs: readonly RouteSpec[],
    precedence: Precedence,
    paths: readonly string[],
    private readonly out: readonly Wire[],
    private readonly chance: RandomStream,
    board: SplitBoard | null = null,
  ) {
    this.table = new RouteTable(specs, precedence, paths);
    this.routes = specs.map(({ id, to, sticky }) => {
      const targets = to.filter(({ weight }) => weight > 0);
      // Targets without weight keep their place, so that giving them some moves nobody between the others.
      const wires = to.map(({ wire: wanted }) => out.find((wire) => wire.id === wanted) ?? null);
      const split = targets.length > 0 ? new Split(to.map(({ weight }) => weight), hashText(id)) : null;
      return { id, wires: split === null ? [] : wires, split: to.length > 1 ? split : null, isSticky: sticky };
    });
    if (board !== null) for (const [i, { to }] of specs.entries()) this.enter(board, this.routes[i] as Route, to);
  }

  /** Puts a route with two targets on the board, with the share that somebody has given it during the run. */
  private enter({ gateway, splits, turned }: SplitBoard, route: Route, to: RouteSpec['to']): void {
    const [stable, canary] = route.wires;
    const key = `${gateway}/${route.id}`;
    splits.delete(key);
    if (to.length !== 2 || !stable || !canary) return;
    const [a = 0, b = 0] = to.map(({ weight }) => weight);
    const share = (percent: number): void => {
      turned.set(route.id, percent);
      route.split = new Split([100 - percent, percent], hashText(route.id));
    };
    const before = turned.get(route.id);
    if (before !== undefined) share(before);
    splits.set(key, new RouteSplit(key, stable, canary, before ?? (100 * b) / (a + b), share));
  }

  /** Whether a route takes the call's path. */
  takes(call: Call): boolean {
    return this.routes.length === 0 ? this.out.length > 0 : this.table.find(call.urlPath) >= 0;
  }

  /**
   * The wire for a call; null when there is none. A user (from 1) stays with a sticky choice; requests of nobody in particular
   * are always drawn, as a proxy does that finds no cookie.
   */
  choose({ urlPath, user }: Call): Wire | null {
    if (this.routes.length === 0) return this.out[0] ?? null;
    const route = this.routes[this.table.find(urlPath)];
    if (route === undefined) return null;
    const { wires, split, isSticky } = route;
    if (split === null) return wires[0] ?? null;
    return wires[isSticky && user > 0 ? split.ofUser(user) : split.ofDraw(this.chance.uniform())] ?? null;
  }
}
