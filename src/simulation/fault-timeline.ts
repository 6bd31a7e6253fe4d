/** The faults of a scenario on the agenda: each begins and ends as a booking of the phase `change`. */
import type { Scenario, ScenarioFault } from '@/scenario/schema';
import { MS, NEVER, type TimeUs, usFromMs } from '@/domain/time';
import { Phase, type Target } from '@/engine/agenda';
import type { RunContext } from '@/engine/context';
import type { Effect, NodeModel } from '@/engine/node-model';
import type { Wire } from '@/engine/wire';
import { FAULTS } from '@/faults/registry';

/** One fault of the file as the run keeps it. */
interface Entry {
  fault: ScenarioFault;
  isActive: boolean;
  isOver: boolean;
  /** Whom it struck: the part may be another one by the time it ends. */
  victim: Victim | null;
  begin: number;
  end: number;
}

/** What receives faults. */
type Victim = Pick<NodeModel | Wire, 'afflict' | 'relieve'>;

const identity = ({ kind, target, atMs, value, share, jitterMs }: ScenarioFault): string =>
  `${kind} ${target} ${atMs} ${value} ${share} ${jitterMs}`;

/** See the file's header. */
export class FaultTimeline implements Target {
  readonly tag: number;
  private readonly entries: Entry[] = [];

  constructor(
    private readonly context: RunContext,
    private readonly nodes: ReadonlyMap<string, NodeModel>,
    private readonly wires: ReadonlyMap<string, Wire>,
  ) {
    this.tag = context.tag('faults', 'timeline');
  }

  /** Faults that act now. */
  get active(): readonly ScenarioFault[] {
    return this.entries.filter(({ isActive }) => isActive).map(({ fault }) => fault);
  }

  /**
   * Brings the timeline in line with the file: new faults are booked (those whose moment has passed begin now), missing ones
   * end now, and a changed duration moves the end. A fault that was over and now lasts beyond the present begins anew.
   */
  fit(faults: Scenario['faults']): void {
    const wanted = [...faults];
    for (const entry of this.entries) {
      const at = wanted.findIndex((fault) => identity(fault) === identity(entry.fault));
      const [match] = at < 0 ? [] : wanted.splice(at, 1);
      const isAgain = match !== undefined && entry.isOver && endOf(match) > this.context.agenda.nowUs;
      if (match && !isAgain) this.keep(entry, match);
      else this.remove(entry);
      if (isAgain) wanted.push(match);
    }
    for (const fault of wanted) this.add(fault);
  }

  handle(code: number): void {
    const entry = this.entries[code >> 1] as Entry;
    if ((code & 1) === 0) this.start(entry);
    else this.finish(entry);
  }

  private add(fault: ScenarioFault): void {
    const { agenda } = this.context;
    const entry: Entry = { fault, isActive: false, isOver: false, victim: null, begin: -1, end: -1 };
    const code = this.entries.push(entry) * 2 - 2;
    const endUs = endOf(fault);
    if (endUs <= agenda.nowUs && agenda.nowUs > 0) {
      entry.isOver = true;
      return;
    }
    if (usFromMs(fault.atMs) <= agenda.nowUs && agenda.nowUs > 0) this.start(entry);
    else entry.begin = agenda.book(usFromMs(fault.atMs), Phase.change, this, code, null);
    this.bookEnd(entry, code);
  }

  private keep(entry: Entry, fault: ScenarioFault): void {
    const isSame = entry.fault.durationMs === fault.durationMs;
    entry.fault = fault;
    if (isSame || entry.isOver) return;
    const { agenda } = this.context;
    if (entry.end >= 0) agenda.cancel(entry.end);
    entry.end = -1;
    if (endOf(fault) <= agenda.nowUs) this.finish(entry);
    else this.bookEnd(entry, this.entries.indexOf(entry) * 2);
  }

  private remove(entry: Entry): void {
    const { agenda } = this.context;
    if (entry.begin >= 0) agenda.cancel(entry.begin);
    if (entry.end >= 0) agenda.cancel(entry.end);
    entry.begin = -1;
    entry.end = -1;
    if (entry.isActive) this.finish(entry);
    entry.isOver = true;
    // Out of the reach of later comparisons: the same fault may be asked for again.
    entry.fault = { ...entry.fault, kind: '-removed' };
  }

  private bookEnd(entry: Entry, code: number): void {
    const endUs = endOf(entry.fault);
    if (endUs !== NEVER) entry.end = this.context.agenda.book(endUs, Phase.change, this, code + 1, null);
  }

  private start(entry: Entry): void {
    entry.begin = -1;
    entry.victim = this.victim(entry.fault) ?? null;
    entry.isActive = entry.victim?.afflict(effectOf(entry.fault)) ?? false;
    if (entry.isActive) this.note(entry.fault, 'well', 'begins');
  }

  private finish(entry: Entry): void {
    entry.end = -1;
    entry.isOver = true;
    if (!entry.isActive) return;
    entry.isActive = false;
    entry.victim?.relieve(effectOf(entry.fault));
    this.note(entry.fault, 'fault', 'ends');
  }

  private note(fault: ScenarioFault, from: 'well' | 'fault', word: string): void {
    const label = FAULTS.get(fault.kind)?.label(fault.value) ?? fault.kind;
    this.context.note(fault.target, `fault ${fault.kind}`, from, from === 'well' ? 'fault' : 'well', `${label} ${word}`);
  }

  private victim({ kind, target }: ScenarioFault): Victim | undefined {
    const contract = FAULTS.get(kind);
    if (contract?.on === 'wire') return this.wires.get(target);
    const node = this.nodes.get(target);
    if (node === undefined || contract?.strikes === undefined) return node;
    return {
      afflict: (effect) => {
        const own = [...this.wires.values()].filter(({ source, target: end }) => source === node || end === node);
        node.network.afflict(effect, own.map(({ transport }) => transport));
        return true;
      },
      relieve: (effect) => node.network.relieve(effect),
    };
  }
}

function effectOf({ kind, value, share, jitterMs }: ScenarioFault): Effect {
  return { kind: FAULTS.get(kind)?.effect ?? kind, value, share, jitterMs };
}

function endOf({ atMs, durationMs }: ScenarioFault): TimeUs {
  return durationMs === null ? NEVER : Math.round((atMs + durationMs) * MS);
}
