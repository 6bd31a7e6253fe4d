/** What a kind, a policy and a fault hand to the registries. Everything else in the product asks these objects. */
import type * as z from 'zod/mini';
import type { FieldSpec } from './field-spec';

/** Settings as a real system has them, by its name. */
export interface Preset {
  readonly title: string;
  /** What to know about it; may be empty. */
  readonly text: string;
  /** What the system decides; other settings stay. They pass the schema. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The scenario around a node, for checks that concern several parts. */
export interface Surroundings {
  /** The node that is being checked. */
  readonly id: string;
  readonly nodes: Readonly<Record<string, { readonly kind: string; readonly settings: Readonly<Record<string, unknown>> }>>;
  readonly edges: Readonly<
    Record<
      string,
      {
        readonly source: string;
        readonly target: string;
        readonly role: 'call' | 'discovery' | 'control';
        readonly policies: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
      }
    >
  >;
}

/** A kind of node. */
export interface KindContract {
  readonly id: string;
  readonly title: string;
  /** What it is, in a sentence. */
  readonly text: string;
  /** Settings of a file; defaults fill what is left out. */
  readonly schema: z.ZodMiniType;
  /** How people see and change the settings. */
  readonly fields: readonly FieldSpec[];
  /** False for kinds that only send, and for those that only answer the platform. */
  readonly canBeCalled: boolean;
  /** False for kinds that never call another part over a wire of theirs. */
  readonly canCall?: false;
  readonly presets?: readonly Preset[];
  /** What a kind tells that answers questions of the platform: wires with role `discovery` lead to these alone. */
  readonly tells?: 'instances' | 'keys';
  /** Stands at its parent, which it needs: the kinds that it clings to. */
  readonly clingsTo?: readonly string[];
  /** Wires with role `control` lead from these kinds to it. */
  readonly controls?: readonly string[];
  /**
   * What is wrong with settings that have passed the schema, a sentence each. `outWires` are the ids of the call wires that leave
   * the node.
   */
  check?(settings: unknown, outWires: readonly string[], around: Surroundings): readonly string[];
  /** One line of facts for the face, such as "100 workers". `settings` have passed the schema. */
  summary(settings: unknown): string;
}

/** A policy of a wire. */
export interface PolicyContract {
  readonly id: string;
  readonly title: string;
  /** What it does, in a sentence. */
  readonly text: string;
  /** Place on the wire: lower is nearer to the caller. */
  readonly order: number;
  /** A policy that goes without saying, with its defaults, where this one stands on the wire. */
  readonly follows?: string;
  readonly presets?: readonly Preset[];
  readonly schema: z.ZodMiniType;
  readonly fields: readonly FieldSpec[];
  /** Ids of other call wires of the same source that it sends over; the source does not ask these by itself. */
  usesWires?(settings: unknown): readonly string[];
  /** One line of facts, such as "1 s, work goes on". */
  summary(settings: unknown): string;
  /** What is wrong with settings that have passed the schema, a sentence each. */
  check(settings: unknown): readonly string[];
  /** From the settings of the file to what the layer's `configure` takes. */
  resolve(settings: unknown): unknown;
}

/** A kind of fault. What it does lies with the kinds that know it (`NodeModel.afflict`). */
export interface FaultContract {
  readonly id: string;
  readonly title: string;
  /** What it does, in a sentence. */
  readonly text: string;
  readonly on: 'node' | 'wire';
  /** Kinds of nodes that know it; empty for faults of wires. */
  readonly kinds: readonly string[];
  /** For faults of wires that concern a policy: wires without it do not know them. */
  readonly policy?: string;
  /** What `value` means, its range and its usual value; null when there is none. */
  readonly value: {
    readonly label: string;
    readonly unit: string;
    readonly min: number;
    readonly max: number;
    readonly usual: number;
  } | null;
  /** For faults of nodes that strike all wires of the node instead of the node itself. */
  readonly strikes?: 'wires';
  /** For faults that are another one under the name that people look for: what the target is told. Its own id when left out. */
  readonly effect?: string;
  /** For faults that strike a part of what they meet: a share of what, such as "of the requests". */
  readonly share?: string;
  /** Whether its time may vary from call to call. */
  readonly hasJitter?: boolean;
  /** A label for the time bar, such as "slow 500 ms". */
  label(value: number): string;
  /** The label says what the part is ("slow: 500 ms"), and not what has happened to it ("crash of 1 pod"). */
  readonly isState?: true;
}
