/** What a kind, a policy and a fault hand to the registries. */
import type * as z from 'zod/mini';
import type { RunContext } from './context';
import type { Layer } from './layer';
import type { NodeModel } from './node-model';

/** A kind of node. */
export interface KindContract {
  readonly id: string;
  readonly title: string;
  /** Settings of a file; defaults fill what is left out. */
  readonly schema: z.ZodMiniType;
  /** False for kinds that only send. */
  readonly canBeCalled: boolean;
  create(context: RunContext, id: string, settings: unknown): NodeModel;
}

/** A layer whose settings can change during a run. */
export interface PolicyLayer extends Layer {
  configure(settings: never): void;
}

/** A policy of a wire. */
export interface PolicyContract {
  readonly id: string;
  readonly title: string;
  /** Place on the wire: lower is nearer to the caller. */
  readonly order: number;
  readonly schema: z.ZodMiniType;
  create(context: RunContext, part: string, settings: unknown): PolicyLayer;
  /** From the settings of the file to what the layer's `configure` takes. */
  resolve(settings: unknown): unknown;
}

/** A kind of fault. */
export interface FaultContract {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly on: 'node' | 'wire';
  /** What `value` means, its range and its usual value; null when there is none. */
  readonly value: { readonly unit: string; readonly min: number; readonly max: number; readonly usual: number } | null;
}
