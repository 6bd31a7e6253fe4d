/**
 * The breaker on its wire: a switch. Closed, the lever lies on both contacts; open, it is swung away; half-open it is half
 * swung and dotted. The mode is that of the machine itself, never a copy.
 */
import type { ReactNode } from 'react';
import { ToggleLeft } from 'lucide-react';
import type { GateFaceProps, GateState, PolicyFace } from '../faces';
import type { BreakerMode } from '@/machines/circuit-breaker/mode-keeper';
import type { BreakerSnapshot } from '@/machines/circuit-breaker/snapshot';
import { classNames } from '@/ui';
import '../faces.css';

const STATES: Readonly<Record<BreakerMode, Omit<GateState, 'detail'>>> = {
  closed: { word: 'CLOSED', tone: 'ok', passes: 'all' },
  open: { word: 'OPEN', tone: 'info', passes: 'none' },
  'half-open': { word: 'HALF-OPEN', tone: 'warn', passes: 'some' },
  'forced-open': { word: 'HELD OPEN', tone: 'info', passes: 'none' },
  'forced-closed': { word: 'SWITCHED OFF', tone: 'idle', passes: 'all' },
};

function detailOf({ mode, nextProbeAtUs, eligible, probes }: BreakerSnapshot, nowUs: number): string {
  if (mode === 'half-open') return probes.needed > 1 ? `probing ${probes.finished} of ${probes.needed}` : 'probing';
  if (mode !== 'open') return '';
  if (eligible) return 'next call probes';
  if (nextProbeAtUs === null) return '';
  return `${(Math.max(0, nextProbeAtUs - nowUs) / 1_000_000).toFixed(1)} s left`;
}

/** What the switch says at a moment. Without a picture of the machine (no run yet) it is closed, as every breaker begins. */
export function breakerState(picture: unknown, nowUs: number): GateState {
  const snapshot = picture as BreakerSnapshot | null;
  if (snapshot === null) return { ...STATES.closed, detail: '' };
  return { ...STATES[snapshot.mode], detail: detailOf(snapshot, nowUs) };
}

function Lever({ state }: GateFaceProps): ReactNode {
  return (
    <svg viewBox="0 0 64 36" className={classNames('gate-lever', `gate-${state.passes}`)} aria-hidden focusable="false">
      <path className="gate-wire" d="M0 18H14M50 18H64" />
      <g className="gate-arm">
        <path d="M14 18H50" />
      </g>
      <circle className="gate-contact" cx="14" cy="18" r="4" />
      <circle className="gate-contact" cx="50" cy="18" r="4" />
    </svg>
  );
}

/** How the page draws a breaker. */
export const breakerFace: PolicyFace = { icon: ToggleLeft, gate: { Face: Lever, stateOf: breakerState } };
