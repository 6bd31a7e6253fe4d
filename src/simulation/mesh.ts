/** What the report says of meshes: each proxy's connections and certificates, each control plane's signatures and pushes; wire taps. */
import type { Parts } from './build';
import { ControlPlaneModel } from '@/kinds/control-plane/model';
import { SidecarModel } from '@/kinds/sidecar/model';

/** Figures by id of the node; null where the scenario has neither proxies nor control planes. */
export type MeshReport = Readonly<Record<string, SidecarModel['sidecarFigures'] | ControlPlaneModel['controlFigures']>>;

/** See the file's header. */
export function meshReport({ nodes }: Pick<Parts, 'nodes'>): MeshReport | null {
  const found: Record<string, MeshReport[string]> = {};
  for (const [id, node] of nodes) {
    if (node instanceof SidecarModel) found[id] = node.sidecarFigures;
    else if (node instanceof ControlPlaneModel) found[id] = node.controlFigures;
  }
  return Object.keys(found).length > 0 ? found : null;
}
