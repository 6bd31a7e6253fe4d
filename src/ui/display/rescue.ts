/** How the work on the page is handed out when a part of it has broken; set once by whoever holds the work. */
let rescue: (() => void) | null = null;

/** Sets it; it must not depend on anything that is drawn. */
export function provideRescue(handOut: () => void): void {
  rescue = handOut;
}

/** Hands the work out as a file; null before there is any. */
export function rescueOf(): (() => void) | null {
  return rescue;
}

/** Part of the page that a test wants to see break. A test sets it before the page draws anew; nothing else knows it. */
export function isMeantToBreak(part: string): boolean {
  return (globalThis as { readonly faultlineBreaks?: unknown }).faultlineBreaks === part;
}
