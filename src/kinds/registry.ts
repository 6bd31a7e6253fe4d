/** All kinds of nodes. */
import { clientKind } from './client/kind';
import { serviceKind } from './service/kind';
import { registryKind } from './service-registry/kind';
import type { KindContract } from '@/engine/contracts';

/** Kinds by id. */
export const KINDS: ReadonlyMap<string, KindContract> = new Map(
  [clientKind, serviceKind, registryKind].map((kind) => [kind.id, kind]),
);
