/** Control planes as real meshes have them (DOMAIN.md 5.2, 5.3). The cost of a signature and the delay of a push are examples. */
import type { ControlPlaneSettings } from './settings';
import { CERTIFICATE_PRESETS, type CertificatePresetId } from '@/machines/certificate/presets';

/** Settings of a new control plane: Istio's. */
export const USUAL_CONTROL_PLANE: ControlPlaneSettings = {
  push: { delayMs: 500, jitterMs: 200 },
  authority: {
    ttlMs: CERTIFICATE_PRESETS.istio.params.ttlMs,
    graceRatio: CERTIFICATE_PRESETS.istio.params.graceRatio,
    jitterRatio: CERTIFICATE_PRESETS.istio.params.jitterRatio,
    signingMs: 5,
    signsAtOnce: 4,
    maxQueue: 1000,
    firstCertificates: 'spread',
  },
  injection: 'fail',
  defaultMode: 'permissive',
};

function presetOf(id: CertificatePresetId, injection: ControlPlaneSettings['injection']): ControlPlaneSettings {
  const { ttlMs, graceRatio, jitterRatio } = CERTIFICATE_PRESETS[id].params;
  const authority = { ...USUAL_CONTROL_PLANE.authority, ttlMs, graceRatio, jitterRatio };
  return { ...USUAL_CONTROL_PLANE, authority, injection };
}

/** What a preset decides; the rest stays. */
export const CONTROL_PLANE_PRESETS = [
  {
    title: 'Istio',
    text: 'Certificates of 24 h renewed at half of it; the webhook refuses pods that it cannot equip.',
    settings: presetOf('istio', 'fail'),
  },
  {
    title: 'Linkerd',
    text: 'Certificates of 24 h renewed at 70 %; pods start without a proxy while the injector is away.',
    settings: presetOf('linkerd', 'ignore'),
  },
  { title: 'SPIRE', text: 'Identities of one hour, renewed at half of it.', settings: presetOf('spire', 'fail') },
  { title: 'Consul', text: 'Leaf certificates of 72 h.', settings: presetOf('consul', 'ignore') },
] as const;
