/**
 * Which theme the page wears, where the choice is kept, and how a component follows it.
 * The address wins over the memory, so that a prepared classroom link always opens for the wall.
 */
import { useSyncExternalStore } from 'react';

/** `projector` is also another layout (see the shell), not only other colours. */
export type ThemeName = 'dark' | 'light' | 'projector';

export const themeNames: readonly ThemeName[] = ['dark', 'light', 'projector'];

const storageKey = 'faultline/theme';
const listeners = new Set<() => void>();
let current: ThemeName = 'dark';
let deskTheme: ThemeName = 'dark';

function isThemeName(value: unknown): value is ThemeName {
  return value === 'dark' || value === 'light' || value === 'projector';
}

/**
 * Chooses the theme from the address and from what was remembered.
 * @param query the address's query, e.g. `?profile=projector`; the bare `?projector` means the same
 * @param remembered the stored word, or null; unknown words count as null
 */
export function themeFrom(query: string, remembered: string | null): ThemeName {
  const params = new URLSearchParams(query);
  const profile = params.get('profile');
  if (profile === 'projector' || params.has('projector')) return 'projector';
  if (isThemeName(profile)) return profile;
  return isThemeName(remembered) ? remembered : 'dark';
}

function remembered(): string | null {
  // Storage throws when the browser forbids it (private windows, sandboxed frames); the page then simply forgets.
  try {
    return window.localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

function remember(theme: ThemeName): void {
  try {
    window.localStorage.setItem(storageKey, theme);
  } catch {
    // Nothing is lost but the memory of the choice.
  }
}

function wear(theme: ThemeName): void {
  current = theme;
  if (theme !== 'projector') deskTheme = theme;
  document.documentElement.dataset['theme'] = theme;
  for (const listener of listeners) listener();
}

/** Puts the theme on the document and remembers it. Without an argument: the one from the address or from last time. */
export function applyTheme(theme?: ThemeName): void {
  if (theme === undefined) {
    wear(themeFrom(window.location.search, remembered()));
    return;
  }
  remember(theme);
  wear(theme);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export interface ThemeControl {
  readonly theme: ThemeName;
  readonly isProjector: boolean;
  readonly setTheme: (theme: ThemeName) => void;
  /** To the wall's theme and back to the one worn before it. */
  readonly toggleProjector: () => void;
}

function toggleProjector(): void {
  applyTheme(current === 'projector' ? deskTheme : 'projector');
}

/** The theme, and the ways to change it; every component that asks follows every change. */
export function useTheme(): ThemeControl {
  const theme = useSyncExternalStore(subscribe, () => current, () => current);
  return { theme, isProjector: theme === 'projector', setTheme: applyTheme, toggleProjector };
}
