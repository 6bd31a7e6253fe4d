/**
 * Saves by itself: half a second after the last change, and so soon after the first that a page which is gone without a word has
 * lost no more than the last second. It says truthfully where things stand, tries again after a failure, and moves to a place of
 * its own when another tab has written to this one.
 */
import type { Cause } from './versions';
import { checksumOf, type Draft, type SaveOutcome, type Vault } from './vault';

/** Where saving stands. `untouched`: nothing has been changed that would have to be saved. */
export type SaveStatus =
  | { readonly kind: 'untouched' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved'; readonly atMs: number }
  | { readonly kind: 'failed'; readonly reason: string };

/** Time, lent, so that tests can turn the clock. */
export interface Clock {
  nowMs(): number;
  /** Calls back after a while; returns how to cancel. */
  after(ms: number, then: () => void): () => void;
}

/** What is needed beside the vault. */
export interface AutosaveOptions {
  readonly vault: Vault;
  readonly clock: Clock;
  /** Where this tab writes, and the revision that was found there; null when the browser did not let it look. */
  readonly slot: string;
  readonly revision: number | null;
  /** Names another place, after this one turned out to be taken. */
  readonly nextSlot: () => string;
  readonly onStatus: (status: SaveStatus) => void;
  /** The document went to another place, because a second tab had written to the first. */
  readonly onMoved: (slot: string) => void;
}

export const QUIET_MS = 500;
/** The rest of a second is for the browser to write. */
export const LATEST_MS = 700;
/** A browser that says nothing for so long counts as refusing. */
export const PATIENCE_MS = 10_000;
const RETRY_MS = [2000, 5000, 15_000, 30_000] as const;

interface Job {
  /** Writes the text when it is needed, not at every key press. */
  readonly draft: () => Draft;
  readonly cause: Cause;
}

/** See the file's header. */
export class Autosave {
  private slot: string;
  /** The place that the page knows of. */
  private told: string;
  private revision: number | null;
  /** Checksums of what the browser refused to write, or said nothing of: it may be there after all. */
  private readonly tried = new Set<string>();
  /** Documents that have been replaced before they were saved come first, the present one last. */
  private jobs: Job[] = [];
  private isFirst = true;
  private running: Promise<void> | null = null;
  /** When the first of the changes came that no save has taken up yet. */
  private firstChangeMs = 0;
  /** What is being written right now. */
  private underWay: Job | null = null;
  private failures = 0;
  private cancel: () => void = () => undefined;

  constructor(private readonly options: AutosaveOptions) {
    ({ slot: this.slot, slot: this.told, revision: this.revision } = options);
  }

  /** True while something has not been saved yet. */
  get isDirty(): boolean {
    return this.jobs.length > 0;
  }

  /** Where this tab writes. */
  get place(): string {
    return this.slot;
  }

  /** What waits to be saved: documents that have been replaced in the meantime first, the present one last. */
  get waiting(): readonly Draft[] {
    return this.jobs.map(({ draft }) => draft());
  }

  /** The document has changed. `isOther`: it is another document, so the one before is kept as a version. */
  take(draft: () => Draft, isOther: boolean): void {
    const last = this.jobs.at(-1);
    const cause: Cause = this.isFirst && this.jobs.length === 0 ? 'session' : isOther ? 'replaced' : (last?.cause ?? 'edited');
    if (last && !isOther) this.jobs[this.jobs.length - 1] = { draft, cause: last.cause };
    else this.jobs.push({ draft, cause });
    if (!last || last === this.underWay) this.firstChangeMs = this.options.clock.nowMs();
    if (this.failures === 0) this.options.onStatus({ kind: 'saving' });
    if (!this.running) this.scheduleSave();
  }

  /** Saves now what waits; `isLast` when the page is about to go. Never rejects: the status tells. */
  async flush(isLast = false): Promise<void> {
    this.cancel();
    while (this.running) await this.running;
    if (!this.isDirty) return;
    this.running = this.drain(isLast).finally(() => (this.running = null));
    await this.running;
  }

  private scheduleSave(): void {
    this.schedule(Math.min(QUIET_MS, Math.max(0, this.firstChangeMs + LATEST_MS - this.options.clock.nowMs())));
  }

  private schedule(ms: number): void {
    this.cancel();
    this.cancel = this.options.clock.after(ms, () => void this.flush());
  }

  private async drain(isLast: boolean): Promise<void> {
    const { clock, onStatus } = this.options;
    while (this.isDirty) {
      const [job] = this.jobs;
      if (!job) return;
      try {
        this.underWay = job;
        await this.save(job, isLast);
        this.failures = 0;
        // Changed in the meantime: the newer state takes its place in the queue, and waits for quiet again.
        if (this.jobs[0] === job) this.jobs.shift();
        else {
          this.jobs[0] = { draft: (this.jobs[0] ?? job).draft, cause: 'edited' };
          if (this.jobs.length === 1) return this.scheduleSave();
        }
      } catch (error) {
        onStatus({ kind: 'failed', reason: reasonOf(error) });
        this.schedule(RETRY_MS[Math.min(this.failures++, RETRY_MS.length - 1)] ?? 0);
        return;
      } finally {
        this.underWay = null;
      }
    }
    onStatus({ kind: 'saved', atMs: clock.nowMs() });
  }

  private async save({ draft, cause }: Job, isLast: boolean): Promise<void> {
    const { vault, clock, nextSlot, onMoved } = this.options;
    const text = draft();
    const checksum = checksumOf(text.text);
    this.tried.add(checksum);
    const write = (why: Cause): Promise<SaveOutcome> =>
      inTime(vault.save(this.slot, this.revision, text, why, clock.nowMs(), isLast), clock);
    let outcome = await write(cause);
    if (outcome.kind === 'taken' && outcome.head && this.tried.has(outcome.head.checksum)) {
      this.revision = outcome.head.revision;
      outcome = await write('edited');
    }
    if (outcome.kind === 'taken') {
      this.slot = nextSlot();
      this.revision = 0;
      outcome = await write('edited');
    }
    if (outcome.kind === 'taken') throw new Error('another tab writes to the same place');
    this.revision = outcome.head.revision;
    this.isFirst = false;
    this.tried.clear();
    // The first save in the new place may have been one that failed.
    if (this.slot === this.told) return;
    this.told = this.slot;
    onMoved(this.slot);
  }
}

/** The outcome, or a rejection when the browser says nothing. A save that is late after all does no harm: it was one revision. */
function inTime<T>(attempt: Promise<T>, clock: Clock): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(PATIENCE_MS, () => reject(new Error('the browser does not answer')));
    attempt.then(resolve, reject).finally(cancel);
  });
}

/** Why the browser refused, in words. */
export function reasonOf(error: unknown): string {
  const name = error instanceof Error || (typeof DOMException !== 'undefined' && error instanceof DOMException) ? error.name : '';
  switch (name) {
    case 'QuotaExceededError':
      return 'the browser’s storage is full';
    case 'SecurityError':
    case 'InvalidStateError':
    case 'ReferenceError':
    case 'NotAllowedError':
      return 'the browser allows no storage here';
    default:
      return error instanceof Error && error.message !== '' ? error.message : 'the browser refused';
  }
}
