/** Faces of all policies on their wires. Adding a policy is a line here; what its face shows lies in its folder. */
import type { ReactNode } from 'react';
import { type LucideIcon, Puzzle } from 'lucide-react';
import { balancingFace } from './balancing/Face';
import { bulkheadFace } from './bulkhead/Face';
import { breakerFace } from './circuit-breaker/Face';
import { discoveryFace } from './discovery/Face';
import { fallbackFace } from './fallback/Face';
import { rateLimitFace } from './rate-limit/Face';
import { retryFace } from './retry/Face';
import { timeoutFace } from './timeout/Face';
import { trafficSplitFace } from './traffic-split/Face';
import type { StateTone } from '@/ui';

/** Figures of a wire that its policies may show. */
export interface PolicyFigures {
  readonly refusedPerS: number;
  readonly retriedPerS: number;
  readonly rescuedPerS: number;
}

/** What a chip says. */
export interface ChipText {
  readonly text: string;
  readonly tone: StateTone;
}

/** What a gate lets through, and in which words. */
export interface GateState {
  readonly word: string;
  /** What comes next, such as "7.4 s left"; empty when there is nothing to say. */
  readonly detail: string;
  readonly tone: StateTone;
  readonly passes: 'all' | 'some' | 'none';
}

/** Properties of a gate's drawing. */
export interface GateFaceProps {
  readonly state: GateState;
}

/** A policy that lets calls through or not: it stands on the wire as a switch, and calls that it refuses turn back there. */
export interface GateFace {
  readonly Face: (props: GateFaceProps) => ReactNode;
  /** `picture` is the machine's own, null before there is one; `nowUs` the simulated moment. */
  stateOf(picture: unknown, nowUs: number): GateState;
}

/** How a policy is drawn: as a chip, or as a gate. */
export type PolicyFace =
  | { readonly icon: LucideIcon; readonly gate: GateFace }
  | { readonly icon: LucideIcon; chip(settings: unknown, figures: PolicyFigures | null): ChipText };

/** Faces by id of the policy. */
export const POLICY_FACES: ReadonlyMap<string, PolicyFace> = new Map<string, PolicyFace>([
  ['fallback', fallbackFace],
  ['retry', retryFace],
  ['rate-limit', rateLimitFace],
  ['circuit-breaker', breakerFace],
  ['timeout', timeoutFace],
  ['traffic-split', trafficSplitFace],
  ['bulkhead', bulkheadFace],
  ['discovery', discoveryFace],
  ['balancing', balancingFace],
]);

/** The face of a policy; one that this version does not know is a chip with its id. */
export function policyFaceOf(policy: string): PolicyFace {
  return POLICY_FACES.get(policy) ?? { icon: Puzzle, chip: () => ({ text: policy, tone: 'idle' }) };
}
