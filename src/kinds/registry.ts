/** All kinds of nodes. */
import { cacheKind } from './cache/kind';
import { canaryKind } from './canary/kind';
import { clientKind } from './client/kind';
import { controlPlaneKind } from './control-plane/kind';
import { databaseKind } from './database/kind';
import { gatewayKind } from './gateway/kind';
import { identityProviderKind } from './identity-provider/kind';
import { monitorKind } from './monitor/kind';
import { operatorKind } from './operator/kind';
import { serviceKind } from './service/kind';
import { registryKind } from './service-registry/kind';
import { sidecarKind } from './sidecar/kind';
import { thirdPartyKind } from './third-party/kind';
import type { KindContract } from '@/engine/contracts';

const list: readonly KindContract[] = [
  clientKind,
  gatewayKind,
  serviceKind,
  registryKind,
  identityProviderKind,
  databaseKind,
  cacheKind,
  thirdPartyKind,
  sidecarKind,
  controlPlaneKind,
  canaryKind,
  operatorKind,
  monitorKind,
];

/** Kinds by id, in the order of a palette. */
export const KINDS: ReadonlyMap<string, KindContract> = new Map(list.map((kind) => [kind.id, kind]));
