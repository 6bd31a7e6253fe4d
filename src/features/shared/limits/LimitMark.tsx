/** The tightest limit of a wire as a bar of a few letters' width, for the chip that names it. */
import type { ReactNode } from 'react';
import { leftText, shareLeft, toneOf } from './LimitGauges';
import { useLimits } from '../playground';
import './limits.css';

/** Draws nothing before the limits have something to tell. */
export function LimitMark({ wire }: { readonly wire: string }): ReactNode {
  const [tightest] = useLimits('wire', wire).toSorted((a, b) => shareLeft(a) - shareLeft(b));
  if (!tightest) return null;
  return (
    <span className="limit-mark" data-tone={toneOf(tightest)} role="img" aria-label={leftText(tightest)}>
      <span style={{ transform: `scaleX(${shareLeft(tightest).toFixed(3)})` }} />
    </span>
  );
}
