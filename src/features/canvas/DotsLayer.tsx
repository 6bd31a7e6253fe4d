/** Requests as dots: one canvas under wires' labels and nodes. They move with simulated time, and stand still with it. */
import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { useReactFlow } from '@xyflow/react';
import { useCanvasTools } from './canvas-context';
import { DotsPainter } from './dots-painter';
import type { WireEdge } from './flow-model';
import { usePlayground } from '../shared/playground';
import { useTheme } from '@/ui';

/** What the painter's loop reads anew for each picture. */
interface Latest {
  readonly edges: readonly WireEdge[];
  readonly unit: number;
  readonly theme: string;
}

/** The layer; it is not mounted while no dots are drawn. */
export function DotsLayer({ edges }: { readonly edges: readonly WireEdge[] }): ReactNode {
  const { run } = usePlayground();
  const { unit, density } = useCanvasTools();
  const { theme } = useTheme();
  const { getViewport } = useReactFlow();
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const latest = useRef<Latest>({ edges, unit, theme });
  useLayoutEffect(() => {
    latest.current = { edges, unit, theme };
  }, [edges, unit, theme]);

  useEffect(() => {
    const canvas = canvasRef.current;
    if (!canvas) return;
    const painter = new DotsPainter(canvas);
    const size = { width: canvas.clientWidth, height: canvas.clientHeight };
    const observer = new ResizeObserver(() => {
      size.width = canvas.clientWidth;
      size.height = canvas.clientHeight;
    });
    observer.observe(canvas);

    let known: { readonly edges: readonly WireEdge[]; readonly layout: object } | null = null;
    let wasHidden = false;
    let frame = 0;
    const paint = (): void => {
      frame = requestAnimationFrame(paint);
      const { edges: wires, ...look } = latest.current;
      if (known?.edges !== wires || known.layout !== run.layout) {
        known = { edges: wires, layout: run.layout };
        const shown = new Map(wires.flatMap((edge) => (edge.hidden ? [] : [[edge.id, edge] as const])));
        painter.wires = run.layout.wires.map((id) => shown.get(id) ?? null);
      }
      const { speed, pastUs } = run.status;
      // Dots know the present only.
      const isHidden = pastUs !== null;
      if (isHidden !== wasHidden) canvas.style.visibility = isHidden ? 'hidden' : '';
      wasHidden = isHidden;
      if (speed !== 'max') painter.paint({ nowUs: run.clockUs(), speed, ...getViewport(), ...size, ...look });
    };
    frame = requestAnimationFrame(paint);
    const cuts = (): void => {
      painter.cuts = run.layout.wires.map((id) => (run.wire(id)?.isCut ?? 0) > 0);
    };
    cuts();
    const standsFor = (wire: number): number => run.wire(run.layout.wires[wire] ?? '')?.thinning ?? 1;
    const stops = [
      run.onMarks((marks, _, atUs) => {
        const { speed } = run.status;
        if (speed !== 'max') painter.dots.add(density.thin(marks, standsFor, atUs, speed));
      }),
      run.subscribe('layout', () => painter.dots.clear()),
      run.subscribe('parts', cuts),
    ];
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      for (const stop of stops) stop();
    };
  }, [run, getViewport, density]);

  return <canvas ref={canvasRef} className="dots" aria-hidden />;
}
