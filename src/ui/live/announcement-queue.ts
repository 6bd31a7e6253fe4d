/**
 * The queue behind the page's live regions. Screen readers drown in a running simulation unless somebody is frugal:
 * running news is spoken at most once in five seconds, old news is dropped, equal news is merged. What the user just
 * asked for is answered at once, and what must not be missed interrupts.
 */

/** `news`: the simulation's own; `reply`: the answer to a user's action; `urgent`: run stopped, not saved, engine restarted. */
export type AnnouncementKind = 'news' | 'reply' | 'urgent';

export interface Announcement {
  readonly text: string;
  readonly kind: AnnouncementKind;
}

export interface AnnouncementClock {
  /** Milliseconds from any start. */
  readonly nowMs: () => number;
  /** Calls `action` after `delayMs`; returns a way to call it off. */
  readonly after: (delayMs: number, action: () => void) => () => void;
}

/** Least time between two spoken pieces of news. */
export const newsGapMs = 5_000;
/** News older than this is no news. */
export const newsStaleMs = 12_000;
/** Longer texts are cut at a word. */
export const textLengthMax = 150;
const queueLengthMax = 8;

/** Cuts at a word's end and says so with an ellipsis; texts within the limit stay as they are. */
export function shortened(text: string, lengthMax: number = textLengthMax): string {
  const clean = text.trim().replaceAll(/\s+/g, ' ');
  if (clean.length <= lengthMax) return clean;
  const cut = clean.slice(0, lengthMax - 1);
  const end = cut.lastIndexOf(' ');
  return `${end > lengthMax / 2 ? cut.slice(0, end) : cut}\u2026`;
}

export class AnnouncementQueue {
  private waiting: { readonly text: string; readonly bornMs: number }[] = [];
  private spokenMs = Number.NEGATIVE_INFINITY;
  private cancelTimer: (() => void) | null = null;

  /** @param speak is called with what is to be said now */
  constructor(private readonly clock: AnnouncementClock, private readonly speak: (announcement: Announcement) => void) {}

  /** Says `text` now or later, by its kind. Empty texts are ignored. */
  add(text: string, kind: AnnouncementKind = 'news'): void {
    const short = shortened(text);
    if (short === '') return;
    if (kind !== 'news') {
      // The same event is often reported twice, once by the run and once by the click; one voice is enough.
      this.waiting = this.waiting.filter((waiting) => waiting.text !== short);
      this.say(short, kind);
      return;
    }
    if (!this.waiting.some((waiting) => waiting.text === short)) this.waiting.push({ text: short, bornMs: this.clock.nowMs() });
    if (this.waiting.length > queueLengthMax) this.waiting.shift();
    this.pump();
  }

  /** Forgets what waits, e.g. when the run is reset. */
  clear(): void {
    this.waiting = [];
    this.cancelTimer?.();
    this.cancelTimer = null;
  }

  private say(text: string, kind: AnnouncementKind): void {
    this.spokenMs = this.clock.nowMs();
    this.speak({ text, kind });
  }

  private pump(): void {
    if (this.cancelTimer !== null) return;
    const now = this.clock.nowMs();
    this.waiting = this.waiting.filter((waiting) => now - waiting.bornMs <= newsStaleMs);
    if (this.waiting.length === 0) return;
    const dueMs = this.spokenMs + newsGapMs - now;
    if (dueMs <= 0) {
      const next = this.waiting.shift();
      if (next !== undefined) this.say(next.text, 'news');
    }
    if (this.waiting.length > 0) {
      this.cancelTimer = this.clock.after(Math.max(1, dueMs <= 0 ? newsGapMs : dueMs), () => {
        this.cancelTimer = null;
        this.pump();
      });
    }
  }
}
