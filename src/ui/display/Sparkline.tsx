/** A line of values without axes, as wide and as high as its place; a gap where a value is not a number. Says nothing to screen readers. */
import type { ReactNode } from 'react';

const WIDTH = 100;
const HEIGHT = 20;

/** The path of the values, from 0 at the foot to the greatest at the top. */
function pathOf(values: readonly number[]): string {
  const greatest = values.reduce((high, value) => (value > high ? value : high), 0);
  let isDown = false;
  return values.map((value, i) => {
    if (Number.isNaN(value)) {
      isDown = false;
      return '';
    }
    const x = (i / Math.max(1, values.length - 1)) * WIDTH;
    const y = HEIGHT - (greatest > 0 ? value / greatest : 0) * HEIGHT;
    const step = `${isDown ? 'L' : 'M'}${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
    isDown = true;
    return step;
  }).join('');
}

export function Sparkline({ values }: { readonly values: readonly number[] }): ReactNode {
  return (
    <svg className="ui-spark" viewBox={`0 -1 ${WIDTH} ${HEIGHT + 2}`} preserveAspectRatio="none" aria-hidden>
      <path d={pathOf(values)} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
