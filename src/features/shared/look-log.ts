/**
 * Moments of the run that can be looked back at without computing it anew. It outlives ways back: what comes after the present moment is
 * still what will happen, until a change begins another future.
 */
import type { TimeUs } from '@/domain/time';
import type { RunLayout } from '@/simulation/layout';
import { type Look, lookEveryUs, type PackedLook, unpackLook } from '@/simulation/look';

/** A look and the parts that its rows belong to. */
export interface PastView {
  readonly look: Look;
  readonly layout: RunLayout;
}

interface Entry {
  readonly packed: PackedLook;
  readonly layout: RunLayout;
}

/** See the file's header. */
export class LookLog {
  private entries: Entry[] = [];
  private unpacked: { readonly entry: Entry; readonly view: PastView } | null = null;

  /** Takes looks over; they come in the order of time. */
  append(looks: readonly PackedLook[], layout: RunLayout): void {
    for (const packed of looks) this.entries.push({ packed, layout });
  }

  /** What comes after a moment does not hold any more. */
  cut(atUs: TimeUs): void {
    this.entries = this.entries.filter(({ packed }) => packed.atUs <= atUs);
  }

  clear(): void {
    this.entries = [];
    this.unpacked = null;
  }

  /** How all stood at a moment, or not long before it; null when nothing is known of it. The same object for the same look. */
  at(atUs: TimeUs): PastView | null {
    const entry = this.entries.findLast(({ packed }) => packed.atUs <= atUs);
    if (!entry || atUs - entry.packed.atUs >= 2 * lookEveryUs(entry.layout)) return null;
    if (this.unpacked?.entry !== entry) this.unpacked = { entry, view: { look: unpackLook(entry.packed), layout: entry.layout } };
    return this.unpacked.view;
  }
}
