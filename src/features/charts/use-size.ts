/** The size of an element in whole CSS pixels, kept up to date. */
import { type RefCallback, useCallback, useState } from 'react';

/** Zero until the element stands on the page. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Hand `ref` to the element. */
export function useSize(): { readonly size: Size; readonly ref: RefCallback<HTMLElement> } {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  const ref = useCallback((element: HTMLElement | null) => {
    if (!element) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      const [width, height] = [Math.floor(entry.contentRect.width), Math.floor(entry.contentRect.height)];
      setSize((last) => (last.width === width && last.height === height ? last : { width, height }));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { size, ref };
}
