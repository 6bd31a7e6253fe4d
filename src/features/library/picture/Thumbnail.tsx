/** A scenario as a small still: its parts where they stand, its wires, and marks for guards and faults. Drawn from the file. */
import { memo, type ReactNode } from 'react';
import { type Box, planOf } from './plan';
import { shownFaults } from '../../shared/locks';
import type { Scenario } from '@/scenario/schema';

/** Squarer than a real card: in a still the arrangement counts. */
const CARD = { width: 190, height: 96 };
const RATIO = 1.9;

/** The frame, widened to the shape of the still. */
function framed({ x, y, width, height }: Box): string {
  const wide = Math.max(width, height * RATIO, 620);
  const high = wide / RATIO;
  return [x - (wide - width) / 2, y - (high - height) / 2, wide, high].map(Math.round).join(' ');
}

function ThumbnailSvg({ scenario }: { readonly scenario: Scenario }): ReactNode {
  const { boxes, wires, frame } = planOf(scenario, CARD);
  const hurt = new Set(shownFaults(scenario).map(({ fault }) => fault.target));
  const isGuarded = (id: string): boolean => Object.hasOwn(scenario.edges[id]?.policies ?? {}, 'circuit-breaker');
  return (
    <svg viewBox={framed(frame)} className="library-still" aria-hidden focusable="false">
      {wires.map(({ id, path }) => (
        <path key={id} d={path} className="library-still-wire" data-role={scenario.edges[id]?.role} />
      ))}
      {wires.filter(({ id }) => isGuarded(id)).map(({ id, middle }) => (
        <circle key={id} cx={middle.x} cy={middle.y} r="20" className="library-still-guard" />
      ))}
      {[...boxes].map(([id, { x, y, width, height }]) => (
        <g key={id}>
          <rect x={x} y={y} width={width} height={height} rx="18" className="library-still-part"
            data-hurt={hurt.has(id) || undefined} />
          <rect x={x + 24} y={y + 28} width={width * 0.5} height="14" rx="7" className="library-still-line" />
          <rect x={x + 24} y={y + 56} width={width * 0.3} height="10" rx="5" className="library-still-line" opacity="0.5" />
          {hurt.has(id) && (
            <path d={`M${x + width - 36} ${y + 20}l22 38h-44z`} className="library-still-fault" />
          )}
        </g>
      ))}
    </svg>
  );
}

/** See the file's header. */
export const Thumbnail = memo(ThumbnailSvg);
