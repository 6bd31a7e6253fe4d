/** Sixty-four bits that depend on every event of a run in order: equal fingerprints mean equal runs. */
export class Fingerprint {
  // Signed from the start: small integers are cheaper to keep than doubles.
  private high = 0x9e3779b9 | 0;
  private low = 0x7f4a7c15;

  /** Mixes one event: moment in microseconds, the target's tag, and what happened. */
  mix(atUs: number, tag: number, what: number): void {
    const upper = (atUs / 4294967296) | 0;
    this.high = Math.imul(this.high ^ (atUs | 0) ^ Math.imul(upper, 0x27d4eb2f), 0x85ebca6b);
    this.low = Math.imul(this.low ^ tag ^ (this.high >>> 15), 0xc2b2ae35) + what | 0;
    this.high ^= (this.low << 13) | (this.low >>> 19);
  }

  /** Sixteen hexadecimal digits. */
  hex(): string {
    return [this.high, this.low].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }
}
