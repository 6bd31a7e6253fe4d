/** Faces of all kinds of nodes, and how each state looks. Adding a kind is a line here; what its face shows lies in its folder. */
import type { ReactNode } from 'react';
import { type LucideIcon, PackageQuestionMark } from 'lucide-react';
import { cacheFace } from './cache/Face';
import { canaryFace } from './canary/Face';
import { clientFace } from './client/Face';
import { controlPlaneFace } from './control-plane/Face';
import { databaseFace } from './database/Face';
import type { FaceProps } from './face-contract';
import { gatewayFace } from './gateway/Face';
import { identityProviderFace } from './identity-provider/Face';
import { monitorFace } from './monitor/Face';
import { operatorFace } from './operator/Face';
import { serviceFace } from './service/Face';
import { registryFace } from './service-registry/Face';
import { sidecarFace } from './sidecar/Face';
import { thirdPartyFace } from './third-party/Face';
import type { NodeState } from '@/engine/node-model';
import type { StateShape, StateTone } from '@/ui';

/** A state as shape, word and colour. */
export interface StateLook {
  readonly shape: StateShape;
  readonly tone: StateTone;
  readonly word: string;
}

/** How a kind is drawn. The frame around the face (icon, name, facts, state) is the canvas's. */
export interface KindFace {
  readonly icon: LucideIcon;
  /** Width of the card. */
  readonly size: 'small' | 'normal';
  readonly Face: (props: FaceProps) => ReactNode;
  /** Words that fit the kind better than the usual ones. */
  readonly words?: Partial<Readonly<Record<NodeState, string>>>;
}

/** How the states of a part look. */
export const LOOKS: Readonly<Record<NodeState, StateLook>> = {
  running: { shape: 'circle', tone: 'ok', word: 'OK' },
  idle: { shape: 'ring', tone: 'idle', word: 'Idle' },
  busy: { shape: 'half', tone: 'warn', word: 'Busy' },
  overloaded: { shape: 'triangle', tone: 'bad', word: 'Overloaded' },
  degraded: { shape: 'diamond', tone: 'warn', word: 'Degraded' },
  crashed: { shape: 'square', tone: 'bad', word: 'Down' },
  hung: { shape: 'bars', tone: 'warn', word: 'Hung' },
};

/** A state's look for a kind. */
export function lookOf(face: KindFace, state: NodeState): StateLook {
  const look = LOOKS[state];
  return { ...look, word: face.words?.[state] ?? look.word };
}

/** A kind that this version does not know: it is kept in the file and takes no part. */
export const unknownFace: KindFace = {
  icon: PackageQuestionMark,
  size: 'small',
  Face: () => <p className="face-note">unknown kind, kept</p>,
};

/** Faces by id of the kind. */
export const FACES: ReadonlyMap<string, KindFace> = new Map([
  ['client', clientFace],
  ['service', serviceFace],
  ['registry', registryFace],
  ['gateway', gatewayFace],
  ['identity-provider', identityProviderFace],
  ['database', databaseFace],
  ['cache', cacheFace],
  ['third-party', thirdPartyFace],
  ['sidecar', sidecarFace],
  ['control-plane', controlPlaneFace],
  ['canary', canaryFace],
  ['operator', operatorFace],
  ['monitor', monitorFace],
]);

/** The face of a kind, known or not. */
export function faceOf(kind: string): KindFace {
  return FACES.get(kind) ?? unknownFace;
}
