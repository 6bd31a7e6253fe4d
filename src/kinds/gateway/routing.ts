/** From a call to the wire that takes it on: the route table and the split of each route, tied to the wires of this run. */
import { type RouteSpec, RouteTable, type Precedence } from './routes';
import { Split } from './split';
import type { Call } from '@/engine/call';
import { hashText, type RandomStream } from '@/engine/chance/random-stream';
import type { Wire } from '@/engine/wire';

interface Route {
  /** Null where the file names a wire that is not there. */
  readonly wires: readonly (Wire | null)[];
  /** Null when there is nothing to choose. */
  readonly split: Split | null;
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
  ) {
    this.table = new RouteTable(specs, precedence, paths);
    this.routes = specs.map(({ id, to, sticky }) => {
      const targets = to.filter(({ weight }) => weight > 0);
      // Targets without weight keep their place, so that giving them some moves nobody between the others.
      const wires = to.map(({ wire: wanted }) => out.find((wire) => wire.id === wanted) ?? null);
      const split = targets.length > 0 ? new Split(to.map(({ weight }) => weight), hashText(id)) : null;
      return { wires: split === null ? [] : wires, split: to.length > 1 ? split : null, isSticky: sticky };
    });
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
