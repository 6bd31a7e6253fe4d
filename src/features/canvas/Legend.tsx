/** What the dots mean, and how many requests one of them stands for. Can be folded away; only shapes that move are listed. */
import { type ReactNode, useCallback, useState, useSyncExternalStore } from 'react';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { useCanvasTools } from './canvas-context';
import { dotsText } from './dots';
import { DOT_LOOKS } from './sprites';
import { usePlayground } from '../shared/playground';
import { Mark } from '@/engine/trace';
import { StateGlyph, useTheme } from '@/ui';

const SHOWN: readonly Mark[] = [Mark.request, Mark.success, Mark.failure, Mark.retry, Mark.fallback, Mark.expired];

/** Marks that some wire has had at least once; requests and answers are always explained. */
function useSeen(): string {
  const { run } = usePlayground();
  const subscribe = useCallback((listener: () => void) => run.subscribe('parts', listener), [run]);
  return useSyncExternalStore(subscribe, () => {
    const views = run.layout.wires.flatMap((id) => run.wire(id) ?? []);
    const had: Partial<Record<Mark, boolean>> = {
      [Mark.failure]: views.some(({ failed, refused }) => failed + refused > 0),
      [Mark.retry]: views.some(({ retried }) => retried > 0),
      [Mark.fallback]: views.some(({ rescued }) => rescued > 0),
      [Mark.expired]: views.some(({ expired }) => expired > 0),
    };
    const marks = SHOWN.filter((mark) => had[mark] ?? true);
    return `${dotsText(views.filter(({ sentPerS }) => sentPerS > 0).map(({ thinning }) => thinning))}|${marks.join()}`;
  });
}

export function Legend(): ReactNode {
  const { isStill } = useCanvasTools();
  // The wall has no room to spare: there the shapes are listed only when somebody asks.
  const { isProjector } = useTheme();
  const [isOpen, setOpen] = useState(!isProjector);
  const [scale = '', marks = ''] = useSeen().split('|');
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
                  <StateGlyph shape={shape} />
                </span>
                {words}
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
