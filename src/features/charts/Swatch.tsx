/** A sample of a series' look: the dash of a line, the pattern of an area. What stands beside a figure stands in the plot. */
import { type ReactNode, useId } from 'react';
import type { Look } from './model';

/** The pattern of an area as SVG; `solid` needs none. */
export function FillPattern({
  id,
  look,
  scale = 1,
}: {
  readonly id: string;
  readonly look: Look;
  readonly scale?: number;
}): ReactNode {
  const { colour, fill } = look;
  const side = 7 * scale;
  const turn = fill === 'dotted' ? undefined : 'rotate(45)';
  const line = { stroke: colour, strokeWidth: 1.6 * scale };
  return (
    <pattern id={id} width={side} height={side} patternUnits="userSpaceOnUse" patternTransform={turn}>
      <rect width={side} height={side} fill={colour} fillOpacity={0.36} />
      {fill !== 'dotted' && <line x1={0} y1={0} x2={0} y2={side} {...line} />}
      {fill === 'crossed' && <line x1={0} y1={0} x2={side} y2={0} {...line} />}
      {fill === 'dotted' && <circle cx={side / 2} cy={side / 2} r={1.5 * scale} fill={colour} />}
    </pattern>
  );
}

/** Draws the sample. */
export function Swatch({ look }: { readonly look: Look }): ReactNode {
  const id = useId();
  const { colour, dash, weight, fill } = look;
  return (
    <svg className="chart-swatch" viewBox="0 0 16 10" aria-hidden focusable="false">
      {fill === 'none' && (
        <line
          x1={0}
          y1={5}
          x2={16}
          y2={5}
          stroke={colour}
          strokeWidth={1.2 + weight}
          strokeDasharray={dash === '' ? undefined : dash}
        />
      )}
      {fill === 'solid' && <rect x={0.5} y={0.5} width={15} height={9} rx={2} fill={colour} />}
      {fill !== 'none' && fill !== 'solid' && (
        <>
          <defs>
            <FillPattern id={id} look={look} scale={0.72} />
          </defs>
          <rect x={0.5} y={0.5} width={15} height={9} rx={2} fill={`url(#${id})`} stroke={colour} />
        </>
      )}
    </svg>
  );
}
