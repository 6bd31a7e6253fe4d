/** A picture of the page as it is seen now: canvas, machines, time, charts. Drawn by the browser itself, from a copy of the page. */
import { download, slugOf } from '@/features/library/download';
import { clockText } from '@/features/shared/words';
import type { Playground } from '@/features/shared/playground';
import { showToast } from '@/ui';

/** What floats above the page and is no part of it. */
const FLOATING = '.ui-toasts, [role="menu"], [role="tooltip"]';

/** Longest side of the picture in pixels; browsers give up on larger ones in silence. */
const LONGEST = 8000;

function dataAddress(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(typeof reader.result === 'string' ? reader.result : ''));
    reader.addEventListener('error', () => reject(reader.error ?? new Error('the font cannot be read')));
    reader.readAsDataURL(blob);
  });
}

/**
 * The fonts that the page has loaded, written out: a picture may not fetch any. The library's own way to find them sets the base of a
 * document, which our policy forbids.
 */
async function fontsWrittenOut(): Promise<string> {
  const loaded = new Set([...document.fonts].filter(({ status }) => status === 'loaded').map(({ unicodeRange }) => rangeKey(unicodeRange)));
  const rules = [...document.styleSheets].flatMap((sheet) =>
    [...sheet.cssRules].flatMap((rule) => (rule instanceof CSSFontFaceRule ? [{ rule, base: sheet.href ?? document.baseURI }] : [])),
  );
  const written = rules.map(async ({ rule: { style }, base }) => {
    const [, address = ''] = /url\("?([^")]+)"?\)/.exec(style.getPropertyValue('src')) ?? [];
    const range = style.getPropertyValue('unicode-range');
    if (address === '' || !loaded.has(rangeKey(range))) return '';
    const font = await dataAddress(await (await fetch(new URL(address, base))).blob());
    const said = ['font-family', 'font-style', 'font-weight'].map((name) => `${name}: ${style.getPropertyValue(name)};`).join(' ');
    return `@font-face { ${said} unicode-range: ${range}; src: url("${font}"); }`;
  });
  return (await Promise.all(written)).join('\n');
}

/** Ranges are written in several ways. */
function rangeKey(range: string): string {
  return range.toLowerCase().replace(/\s+/g, '').replace(/([+-])0*(?=[0-9a-f])/g, '$1');
}

/** Makes the picture and hands it out as a PNG; says so when the browser cannot. */
export async function takeScreenshot({ document: store, run }: Playground): Promise<void> {
  const { title } = store.getSnapshot().context.scenario;
  const at = clockText(run.status.atUs).replace(':', 'm').replace('.', 's');
  try {
    const { toBlob } = await import('html-to-image');
    const { innerWidth: width, innerHeight: height } = window;
    const blob = await toBlob(document.body, {
      width, height,
      // A picture cannot be scrolled.
      fontEmbedCSS: `${await fontsWrittenOut()} * { scrollbar-width: none !important; }`,
      pixelRatio: Math.min(2, Math.max(1, window.devicePixelRatio), LONGEST / Math.max(width, height)),
      filter: (node) => !(node instanceof Element && node.matches(FLOATING)),
    });
    if (!blob) throw new Error('the browser gave no picture back');
    download(`${slugOf(title)}-at-${at}.png`, blob);
    showToast({ title: 'Screenshot taken', tone: 'ok' });
  } catch (error) {
    const text = `${error instanceof Error ? error.message : 'The browser refused'}. Export has a picture of the system.`;
    showToast({ title: 'No screenshot was made', text, tone: 'bad' });
  }
}

/** Takes the whole screen, or gives it back. */
export async function toggleFullScreen(): Promise<void> {
  try {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await document.documentElement.requestFullscreen();
  } catch {
    showToast({ title: 'The browser does not give the whole screen', text: 'Its own key, often F11, may.', tone: 'warn' });
  }
}
