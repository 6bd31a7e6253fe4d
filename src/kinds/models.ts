/**
 * What runs behind each kind: from its id to the model. Apart from the registry of contracts, because the page needs every kind's
 * words and settings, and only who computes a run needs the models.
 */
import { CacheModel } from './cache/model';
import type { CacheSettings } from './cache/settings';
import { CanaryModel } from './canary/model';
import type { CanarySettings } from './canary/settings';
import { ClientModel } from './client/model';
import type { ClientSettings } from './client/settings';
import { ControlPlaneModel } from './control-plane/model';
import type { ControlPlaneSettings } from './control-plane/settings';
import { DatabaseModel } from './database/model';
import type { DatabaseSettings } from './database/settings';
import { GatewayModel } from './gateway/model';
import type { GatewaySettings } from './gateway/settings';
import { IdentityProviderModel } from './identity-provider/model';
import type { IdentityProviderSettings } from './identity-provider/settings';
import { MonitorModel } from './monitor/model';
import type { MonitorSettings } from './monitor/settings';
import { OperatorModel } from './operator/model';
import type { OperatorSettings } from './operator/settings';
import { RegistryModel } from './service-registry/model';
import type { RegistrySettings } from './service-registry/settings';
import { ServiceModel } from './service/model';
import type { ServiceSettings } from './service/settings';
import { SidecarModel } from './sidecar/model';
import type { SidecarSettings } from './sidecar/settings';
import { ThirdPartyModel } from './third-party/model';
import type { ThirdPartySettings } from './third-party/settings';
import type { RunContext } from '@/engine/context';
import type { NodeModel } from '@/engine/node-model';

/** Makes a node; `settings` have passed the kind's schema. */
export type MakeNode = (context: RunContext, id: string, settings: unknown) => NodeModel;

/** By id of the kind; every kind of the registry has one. */
export const MODELS: ReadonlyMap<string, MakeNode> = new Map<string, MakeNode>([
  ['cache', (context, id, settings) => new CacheModel(context, id, settings as CacheSettings)],
  ['canary', (context, id, settings) => new CanaryModel(context, id, settings as CanarySettings)],
  ['client', (context, id, settings) => new ClientModel(context, id, settings as ClientSettings)],
  ['control-plane', (context, id, settings) => new ControlPlaneModel(context, id, settings as ControlPlaneSettings)],
  ['database', (context, id, settings) => new DatabaseModel(context, id, settings as DatabaseSettings)],
  ['gateway', (context, id, settings) => new GatewayModel(context, id, settings as GatewaySettings)],
  ['identity-provider', (context, id, settings) => new IdentityProviderModel(context, id, settings as IdentityProviderSettings)],
  ['monitor', (context, id, settings) => new MonitorModel(context, id, settings as MonitorSettings)],
  ['operator', (context, id, settings) => new OperatorModel(context, id, settings as OperatorSettings)],
  ['registry', (context, id, settings) => new RegistryModel(context, id, settings as RegistrySettings)],
  ['service', (context, id, settings) => new ServiceModel(context, id, settings as ServiceSettings)],
  ['sidecar', (context, id, settings) => new SidecarModel(context, id, settings as SidecarSettings)],
  ['third-party', (context, id, settings) => new ThirdPartyModel(context, id, settings as ThirdPartySettings)],
]);
