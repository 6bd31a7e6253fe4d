/** The signing keys of a key service over time: which one is in use, and which are published. Moments are microseconds. */
import { NEVER, type TimeUs } from '@/domain/time';

/** When keys change; all in microseconds. */
export interface Schedule {
  /** NEVER when keys do not change. */
  readonly everyUs: TimeUs;
  readonly leadUs: TimeUs;
  readonly graceUs: TimeUs;
}

/** Keys are numbered from 1 in the order of their use. */
export class KeyHistory {
  /** Moment of the first use of each key, that of key 1 first. */
  private readonly since: TimeUs[] = [0];

  constructor(public schedule: Schedule) {}

  /** The key that signs now. */
  get current(): number {
    return this.since.length;
  }

  /** When the next key takes over; NEVER when none does. */
  get nextUs(): TimeUs {
    return (this.since[this.since.length - 1] as TimeUs) + this.schedule.everyUs;
  }

  /** The next key takes over. */
  rotate(nowUs: TimeUs): void {
    this.since.push(nowUs);
  }

  /** The key that signed, or will sign as far as is known, at a moment. */
  keyAt(us: TimeUs): number {
    let key = this.since.length;
    while (key > 1 && us < (this.since[key - 1] as TimeUs)) key--;
    return key;
  }

  /** Numbers of the keys that are published, the oldest first. */
  publishedAt(nowUs: TimeUs): number[] {
    const { leadUs, graceUs } = this.schedule;
    const keys: number[] = [];
    for (let key = 1; key < this.current; key++) if (nowUs < (this.since[key] as TimeUs) + graceUs) keys.push(key);
    keys.push(this.current);
    const { nextUs } = this;
    if (nextUs !== NEVER && nowUs >= nextUs - leadUs) keys.push(this.current + 1);
    return keys;
  }
}
