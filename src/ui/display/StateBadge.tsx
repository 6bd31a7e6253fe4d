/**
 * A state as shape, word and colour: any one of the three may be lost (colour blindness, a pale projector, a small screen)
 * and the state is still told.
 */
import type { ReactNode } from 'react';
import './display.css';

/** All shapes. */
export const STATE_SHAPES = ['circle', 'triangle', 'diamond', 'square', 'ring', 'half', 'bars'] as const;
/** All tones. */
export const STATE_TONES = ['ok', 'warn', 'bad', 'idle', 'info'] as const;

export type StateShape = (typeof STATE_SHAPES)[number];
export type StateTone = (typeof STATE_TONES)[number];

/** The bare shape as SVG, 12 units square, in the current text colour. For the canvas and for charts. */
export function StateGlyph({ shape, className }: {
  readonly shape: StateShape; readonly className?: string | undefined;
}): ReactNode {
  return (
    <svg viewBox="0 0 12 12" className={className ?? 'ui-glyph'} aria-hidden focusable="false">
      {shape === 'circle' && <circle cx="6" cy="6" r="4.4" fill="currentColor" />}
      {shape === 'ring' && <circle cx="6" cy="6" r="3.7" fill="none" stroke="currentColor" strokeWidth="1.9" />}
      {shape === 'triangle' && <path d="M6 1.2 11.4 10.6H.6Z" fill="currentColor" strokeLinejoin="round" />}
      {shape === 'diamond' && <path d="M6 .6 11.4 6 6 11.4.6 6Z" fill="currentColor" />}
      {shape === 'half' && (
        <>
          <circle cx="6" cy="6" r="3.9" fill="none" stroke="currentColor" strokeWidth="1.4" />
          <path d="M2 6a4 4 0 0 0 8 0Z" fill="currentColor" />
        </>
      )}
      {shape === 'bars' && <path d="M2 1.4h3v9.2H2ZM7 1.4h3v9.2H7Z" fill="currentColor" />}
      {shape === 'square' && <rect x="1.6" y="1.6" width="8.8" height="8.8" rx="1" fill="currentColor" />}
    </svg>
  );
}

export interface StateBadgeProps {
  readonly shape: StateShape;
  readonly tone: StateTone;
  readonly word: string;
  /** `plain` is shape and word; `soft` adds a tinted pill. */
  readonly look?: 'plain' | 'soft' | undefined;
}

export function StateBadge({ shape, tone, word, look = 'plain' }: StateBadgeProps): ReactNode {
  return (
    <span className="ui-state" data-tone={tone} data-look={look}>
      <StateGlyph shape={shape} />
      {word}
    </span>
  );
}
