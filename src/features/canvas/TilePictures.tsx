/**
 * The small pictures on tiles: one of each sort is drawn out of sight, and the tiles show it as a background. An SVG in the page has
 * a coordinate system of its own, and a thousand of those have to be put in order anew for each frame in which anything moves: the
 * view of two hundred services went twice as fast without them.
 */
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Ban } from 'lucide-react';
import { FACES, unknownFace } from '@/kinds/faces';
import { STATE_SHAPES, STATE_TONES, StateGlyph, type StateShape, type StateTone, useTheme } from '@/ui';

/** The picture of a kind's icon. */
export const kindPicture = (kind: string): string => (FACES.has(kind) ? `kind ${kind}` : 'kind');

/** The picture of a state. */
export const statePicture = (shape: StateShape, tone: StateTone): string => `state ${shape} ${tone}`;

/** The picture that says: requests are lost here. */
export const LOSING_PICTURE = 'losing';

/** Whether the system has put its own colours in the place of the page's. */
function useForcedColors(): boolean {
  const [query] = useState(() => window.matchMedia('(forced-colors: active)'));
  const [isForced, setForced] = useState(query.matches);
  useEffect(() => {
    const tell = (): void => setForced(query.matches);
    query.addEventListener('change', tell);
    return () => query.removeEventListener('change', tell);
  }, [query]);
  return isForced;
}

/** A drawing as a background image. In a file of its own there is no text whose colour it could take. */
function imageOf(drawing: SVGElement): string {
  const copy = drawing.cloneNode(true) as SVGElement;
  copy.setAttribute('color', getComputedStyle(drawing).color);
  return `url("data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}")`;
}

/** The colour is the frame's, not the drawing's own: the system puts its own colours only there. */
function Sample({ name, className, tone, children }: {
  readonly name: string;
  readonly className: string;
  readonly tone?: StateTone;
  readonly children: ReactNode;
}): ReactNode {
  return <span className={className} data-tone={tone} data-sample={name}>{children}</span>;
}

/** Belongs beside the tiles. */
export function TilePictures(): ReactNode {
  const { theme } = useTheme();
  const isForced = useForcedColors();
  const samples = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const sheet = new CSSStyleSheet();
    for (const sample of samples.current?.querySelectorAll<HTMLElement>('[data-sample]') ?? []) {
      const drawing = sample.querySelector('svg');
      if (drawing) sheet.insertRule(`.tile-picture[data-picture='${sample.dataset['sample']}'] { background-image: ${imageOf(drawing)} }`);
    }
    document.adoptedStyleSheets.push(sheet);
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    };
  }, [theme, isForced]);
  return (
    <div ref={samples} hidden>
      {[...FACES, ['', unknownFace] as const].map(([kind, { icon: Icon }]) => (
        <Sample key={kind} name={kindPicture(kind)} className="tile-icon"><Icon /></Sample>
      ))}
      {STATE_SHAPES.flatMap((shape) => STATE_TONES.map((tone) => (
        <Sample key={`${shape} ${tone}`} name={statePicture(shape, tone)} className="tile-state" tone={tone}>
          <StateGlyph shape={shape} />
        </Sample>
      )))}
      <Sample name={LOSING_PICTURE} className="tile-losing"><Ban strokeWidth={3} /></Sample>
    </div>
  );
}
