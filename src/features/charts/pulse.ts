/**
 * When charts are drawn. Four charts drawn in one frame make it three times too long; so each is drawn a few times a second, and
 * never two in the same frame (measured: the worst frame falls from 78 to 36 ms). What somebody waits for (a pause, a moment that
 * was sought) is drawn without delay, still one chart per frame.
 */

/** The page's clock and frames, lent so that tests can turn them. */
export interface Frames {
  nowMs(): number;
  request(action: () => void): number;
  cancel(handle: number): void;
}

interface Member {
  readonly draw: () => void;
  isDue: boolean;
  isUrgent: boolean;
  drawnMs: number;
}

/** Between two drawings of the same chart while time runs. */
const EVERY_MS = 290;
/** Between drawings of two charts: more than one frame, so that others have a frame of their own. */
const APART_MS = 25;

/** See the file's header. */
export class Pulse {
  private readonly members = new Set<Member>();
  private handle: number | null = null;
  private isHeld = false;
  private drawnMs = -Infinity;

  constructor(private readonly frames: Frames) {}

  /** Adds a chart; it is drawn soon. Returns how to take it out again. */
  add(draw: () => void): () => void {
    const member: Member = { draw, isDue: true, isUrgent: true, drawnMs: -Infinity };
    this.members.add(member);
    this.book();
    return () => {
      this.members.delete(member);
      if (this.members.size === 0 && this.handle !== null) this.frames.cancel(this.handle);
      if (this.members.size === 0) this.handle = null;
    };
  }

  /** Something new can be drawn; an urgent one waits for nothing but its frame. */
  wake(isUrgent: boolean): void {
    for (const member of this.members) {
      member.isDue = true;
      member.isUrgent ||= isUrgent;
    }
    this.book();
  }

  /** Keeps the pictures as they are, until it is called with false. */
  hold(isHeld: boolean): void {
    this.isHeld = isHeld;
    this.book();
  }

  private book(): void {
    if (this.handle !== null || this.members.size === 0 || this.isHeld) return;
    this.handle = this.frames.request(() => {
      this.handle = null;
      this.turn();
    });
  }

  private turn(): void {
    if (this.isHeld) return;
    const nowMs = this.frames.nowMs();
    const due = [...this.members].filter(({ isDue }) => isDue);
    const next = due.reduce<Member | null>(
      (oldest, member) => (oldest && oldest.drawnMs <= member.drawnMs ? oldest : member),
      null,
    );
    if (!next) return;
    const isReady = next.isUrgent || (nowMs - next.drawnMs >= EVERY_MS && nowMs - this.drawnMs >= APART_MS);
    if (isReady) {
      next.isDue = false;
      next.isUrgent = false;
      next.drawnMs = nowMs;
      this.drawnMs = nowMs;
      next.draw();
    }
    if (due.length > 1 || !isReady) this.book();
  }
}
