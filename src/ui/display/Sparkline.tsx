/** A line of values without axes, as wide and as high as its place. Says nothing to screen readers. */
import type { ReactNode } from 'react';

const WIDTH = 100;
const HEIGHT = 20;
const round = (value: number): number => Math.round(value * 10) / 10;

/** Draws them, from 0 at the foot to the greatest at the top. */
export function Sparkline({ values }: { readonly values: readonly number[] }): ReactNode {
  const greatest = values.reduce((high, value) => (value > high ? value : high), 0);
  const points = values.map((value, i) => {
    const x = (i / Math.max(1, values.length - 1)) * WIDTH;
    return `${round(x)},${round(HEIGHT - (greatest > 0 ? value / greatest : 0) * HEIGHT)}`;
  });
  return (
    <svg className="ui-spark" viewBox={`0 -1 ${WIDTH} ${HEIGHT + 2}`} preserveAspectRatio="none" aria-hidden>
      <polyline points={points.join(' ')} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
