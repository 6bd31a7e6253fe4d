/**
 * What dots and wires mean, and how many requests a dot stands for. Can be folded away; only what occurs is listed.
 */
import { type ReactNode, useCallback, useState, useSyncExternalStore } from 'react';
import { ChevronDown, ChevronUp, Lock, LockOpen } from 'lucide-react';
import { useCanvasTools } from './canvas-context';
import { type Density, dotsText } from './density';
import { DOT_LOOKS } from './sprites';
import { traitsSeen } from './wire-traits';
import { useDocument, usePlayground } from '../shared/playground';
import { Mark } from '@/engine/trace';
import { StateGlyph, useTheme } from '@/ui';

const SHOWN: readonly Mark[] = [Mark.request, Mark.success, Mark.failure, Mark.retry, Mark.fallback, Mark.expired];

/** Narrower windows have no line to spare for the list. */
const ROOMY = 1280;

/** Marks that some wire has had at least once; requests and answers are always explained. */
function useSeen(density: Density): string {
  const { run } = usePlayground();
  const subscribe = useCallback((listener: () => void) => {
    const stops = [run.subscribe('parts', listener), density.subscribe(listener)];
    return () => stops.forEach((stop) => stop());
  }, [run, density]);
  return useSyncExternalStore(subscribe, () => {
    const views = run.layout.wires.flatMap((id) => run.wire(id) ?? []);
    const had: Partial<Record<Mark, boolean>> = {
      [Mark.failure]: views.some(({ failed, refused }) => failed + refused > 0),
      [Mark.retry]: views.some(({ retried }) => retried > 0),
      [Mark.fallback]: views.some(({ rescued }) => rescued > 0),
      [Mark.expired]: views.some(({ expired }) => expired > 0),
    };
    const marks = SHOWN.filter((mark) => had[mark] ?? true);
    const thinnings = views.filter(({ sentPerS }) => sentPerS > 0).map(({ thinning }) => thinning);
    return `${dotsText(thinnings, density.measure)}|${marks.join()}`;
  });
}

export function Legend(): ReactNode {
  const { isStill, density } = useCanvasTools();
  // The wall has no room to spare, nor has a small screen: there the shapes are listed only when somebody asks.
  const { isProjector } = useTheme();
  const [isOpen, setOpen] = useState(() => !isProjector && window.innerWidth >= ROOMY);
  const [scale = '', marks = ''] = useSeen(density).split('|');
  if (isStill) return null;
  const Chevron = isOpen ? ChevronDown : ChevronUp;
  return (
    <div className="legend">
      <button
        type="button"
        className="legend-head"
        aria-expanded={isOpen}
        aria-label={`Legend: ${scale}`}
        onClick={() => setOpen(!isOpen)}
      >
        {scale}
        <Chevron aria-hidden />
      </button>
      {isOpen && (
        <ul className="legend-list">
          {marks.split(',').map((mark) => {
            const { shape, token, words } = DOT_LOOKS[Number(mark) as Mark];
            return (
              <li key={mark}>
                <span style={{ color: `var(${token})` }}>
                  {shape === 'hatched' ? <Hatched /> : <StateGlyph shape={shape} />}
                </span>
                {words}
              </li>
            );
          })}
          <WireKey />
        </ul>
      )}
    </div>
  );
}

function Hatched(): ReactNode {
  return (
    <svg viewBox="0 0 12 12" className="ui-glyph" aria-hidden focusable="false">
      <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M2.8 7.4 7.4 2.8M4.6 9.2 9.2 4.6" stroke="currentColor" strokeWidth="1.3" />
    </svg>
  );
}

/** What the lines of wires mean, as far as there are several sorts. */
function WireKey(): ReactNode {
  const { northSouth, eastWest, locks } = useDocument(({ scenario }) => traitsSeen(scenario));
  return (
    <>
      {northSouth && eastWest && (
        <>
          <li><span className="legend-line" data-way="north-south" />from outside (north-south)</li>
          <li><span className="legend-line" />between services (east-west)</li>
        </>
      )}
      {locks.some((lock) => lock !== 'plain') && <li><Lock aria-hidden />encrypted</li>}
      {locks.includes('plain') && <li data-tone="warn"><LockOpen aria-hidden />plaintext</li>}
    </>
  );
}
