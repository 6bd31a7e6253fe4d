/** Colours of an exported picture: those of the page at this moment, written out, because a picture has no style sheet. */
import type { StateTone } from '@/ui';

export interface Palette {
  readonly ground: string;
  readonly card: string;
  readonly line: string;
  readonly text: string;
  readonly muted: string;
  readonly wire: string;
  readonly accent: string;
  readonly soft: string;
  readonly tones: Readonly<Record<StateTone, string>>;
}

/** Reads the colours that an element's theme gives. `read` answers a token's value. */
export function paletteFrom(read: (token: string) => string): Palette {
  return {
    ground: read('--surface-canvas'),
    card: read('--surface-raised'),
    line: read('--line-strong'),
    text: read('--text'),
    muted: read('--text-muted'),
    wire: read('--wire'),
    accent: read('--accent'),
    soft: read('--accent-soft'),
    tones: { ok: read('--ok'), warn: read('--warn'), bad: read('--bad'), idle: read('--idle'), info: read('--info') },
  };
}

/** The colours of the page, or of a theme that the page does not wear at the moment: an element that wears it is asked. */
export function paletteOf(theme: 'dark' | 'light' | 'projector'): Palette {
  const probe = document.createElement('span');
  probe.dataset['theme'] = theme;
  probe.hidden = true;
  document.body.append(probe);
  const style = getComputedStyle(probe);
  const palette = paletteFrom((token) => style.getPropertyValue(token).trim());
  probe.remove();
  return palette;
}
