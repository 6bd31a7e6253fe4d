/** The newest spans of a histogram: those since somebody last looked, by their buckets. */

/** Buckets for each doubling, as a power of two. */
export const STEPS = 7;
/** Buckets up to 2^53 microseconds. */
export const BUCKETS = 54 << STEPS;
/** So few are put in order one by one. */
export const FEW = 24;
/** Where many are counted; all zeros in between. */
const tallies = new Uint32Array(BUCKETS);

/** Buckets of the spans since somebody last looked. A list: most intervals hold few, and a table for each part would fill the caches. */
export class LatencyWindow {
  private list = new Uint16Array(32);
  private length = 0;

  add(bucket: number): void {
    if (this.length === this.list.length) {
      const wider = new Uint16Array(this.length * 2);
      wider.set(this.list);
      this.list = wider;
    }
    this.list[this.length++] = bucket;
  }

  /** How many there are. */
  get size(): number {
    return this.length;
  }

  /** Puts them in order and begins anew; the answer lasts until the next one is added. */
  drain(): Uint16Array {
    const { list, length } = this;
    if (length > FEW) this.countOut();
    this.length = 0;
    if (length > FEW) return list;
    for (let i = 1; i < length; i++) {
      const bucket = list[i] as number;
      let hole = i;
      for (; hole > 0 && (list[hole - 1] as number) > bucket; hole--) list[hole] = list[hole - 1] as number;
      list[hole] = bucket;
    }
    return list;
  }

  /** Many are put in order by counting. */
  private countOut(): void {
    const { list, length } = this;
    let bottom = BUCKETS;
    let top = 0;
    for (let i = 0; i < length; i++) {
      const bucket = list[i] as number;
      tallies[bucket] = (tallies[bucket] as number) + 1;
      if (bucket < bottom) bottom = bucket;
      if (bucket > top) top = bucket;
    }
    let at = 0;
    for (let bucket = bottom; bucket <= top; bucket++) {
      for (let left = tallies[bucket] as number; left > 0; left--) list[at++] = bucket;
      tallies[bucket] = 0;
    }
  }
}
