/** Sixty-four bits that depend on every event of a run in order: equal fingerprints mean equal runs. */
export class Fingerprint {
  // High and low word. In an array, because a field of an object holds 32 bits only in some JavaScript engines.
  private readonly words = new Int32Array([0x9e3779b9, 0x7f4a7c15]);

  /** Mixes one event: moment in microseconds, the target's tag, and what happened. */
  mix(atUs: number, tag: number, what: number): void {
    const { words } = this;
    const upper = (atUs / 4294967296) | 0;
    const high = Math.imul((words[0] as number) ^ (atUs | 0) ^ Math.imul(upper, 0x27d4eb2f), 0x85ebca6b);
    const low = (Math.imul((words[1] as number) ^ tag ^ (high >>> 15), 0xc2b2ae35) + what) | 0;
    words[1] = low;
    words[0] = high ^ ((low << 13) | (low >>> 19));
  }

  /** Sixteen hexadecimal digits. */
  hex(): string {
    return Array.from(this.words, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }
}
