/**
 * How wide the side panel and how high the bottom panel are: proposed from the window, remembered in pixels per layout,
 * and always cut back to what leaves the canvas room.
 */

/** `projector` is the layout for a wall: no palette, a wider sheet. */
export type ShellMode = 'desk' | 'projector';

/** In CSS pixels. */
export interface ShellSizes {
  readonly rightPx: number;
  readonly bottomPx: number;
}

/** In CSS pixels. */
export interface WindowSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** The canvas is never squeezed below this. */
export const canvasMinPx = { width: 320, height: 160 } as const;
export const rightMinPx = 240;
export const bottomMinPx = 56;

const clamp = (value: number, min: number, max: number): number => Math.round(Math.min(Math.max(value, min), Math.max(min, max)));

/** The sizes for a window nobody has arranged yet; the shares are those of the drawings in the look. */
export function proposedSizes(mode: ShellMode, { widthPx, heightPx }: WindowSize): ShellSizes {
  return mode === 'projector'
    ? { rightPx: clamp(widthPx * 0.29, 280, 620), bottomPx: clamp(heightPx * 0.33, 200, 460) }
    : { rightPx: clamp(widthPx * 0.225, 272, 400), bottomPx: clamp(heightPx * 0.29, 236, 320) };
}

/** Cuts sizes back so that the canvas keeps its room. */
export function fittedSizes(sizes: ShellSizes, { widthPx, heightPx }: WindowSize): ShellSizes {
  return {
    rightPx: clamp(sizes.rightPx, rightMinPx, widthPx - canvasMinPx.width),
    bottomPx: clamp(sizes.bottomPx, bottomMinPx, heightPx - canvasMinPx.height),
  };
}

/** Reads remembered sizes; null for anything that is not two positive finite numbers. */
export function readSizes(text: string | null): ShellSizes | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('rightPx' in value) || !('bottomPx' in value)) return null;
    const { rightPx, bottomPx } = value;
    const isSize = (size: unknown): size is number => typeof size === 'number' && Number.isFinite(size) && size > 0;
    return isSize(rightPx) && isSize(bottomPx) ? { rightPx, bottomPx } : null;
  } catch {
    return null;
  }
}

const keyOf = (mode: ShellMode): string => `faultline/shell/${mode}`;

/** The remembered sizes, or the proposed ones, fitted to the window. Storage that is forbidden counts as empty. */
export function loadSizes(mode: ShellMode, window: WindowSize, storage: () => Pick<Storage, 'getItem'>): ShellSizes {
  let remembered: ShellSizes | null = null;
  try {
    remembered = readSizes(storage().getItem(keyOf(mode)));
  } catch {
    remembered = null;
  }
  return fittedSizes(remembered ?? proposedSizes(mode, window), window);
}

export function saveSizes(mode: ShellMode, sizes: ShellSizes, storage: () => Pick<Storage, 'setItem'>): void {
  try {
    storage().setItem(keyOf(mode), JSON.stringify(sizes));
  } catch {
    // A layout that is not remembered is proposed afresh next time.
  }
}
