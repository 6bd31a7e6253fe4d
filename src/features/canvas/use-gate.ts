/** The gate on a wire, if one of its policies is one: how it is drawn and what it says at this moment. */
import { useDocument, useRunStatus, useWireView } from '../shared/playground';
import { type GateFace, type GateState, POLICY_FACES } from '@/policies/faces';

/** See the file's header. */
export interface Gate {
  readonly policy: string;
  readonly face: GateFace;
  readonly state: GateState;
}

const TENTH_US = 100_000;

/** The first policy of a wire that is a gate; null without one. */
export function gateOf(policies: Readonly<Record<string, unknown>> | undefined): Pick<Gate, 'policy' | 'face'> | null {
  for (const policy of Object.keys(policies ?? {})) {
    const face = POLICY_FACES.get(policy);
    if (face && 'gate' in face) return { policy, face: face.gate };
  }
  return null;
}

/** The gate of a wire; drawn again ten times a second only while it counts down. */
export function useGate(wire: string): Gate | null {
  const found = gateOf(useDocument(({ scenario }) => scenario.edges[wire]?.policies));
  const machine = useWireView(wire)?.machine ?? null;
  const picture = found && machine?.policy === found.policy ? machine.picture : null;
  const nowUs = useRunStatus(({ atUs }) => (picture === null ? 0 : Math.floor(atUs / TENTH_US) * TENTH_US));
  return found ? { ...found, state: found.face.stateOf(picture, nowUs) } : null;
}
