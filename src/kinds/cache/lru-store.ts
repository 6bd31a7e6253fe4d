/** The entries of a cache: a key with the moment it goes stale, in order of use. Never holds more than its capacity. */
import type { TimeUs } from '@/domain/time';

const NONE = -1;

/** A store that gives up the least recently used entry when it is full. Stale entries stay until then. */
export class LruStore {
  private readonly places = new Map<number, number>();
  private keys: number[] = [];
  private staleAtUs: number[] = [];
  private newer: number[] = [];
  private older: number[] = [];
  private free: number[] = [];
  private newest = NONE;
  private oldest = NONE;

  /** `capacity` from 1. */
  constructor(private capacity: number) {}

  /** Entries inside. */
  get size(): number {
    return this.places.size;
  }

  /** Where a key is, -1 when it is not inside. */
  find(key: number): number {
    return this.places.get(key) ?? NONE;
  }

  /** An entry is fresh while its age is less than its lifetime (RFC 9111, 4.2). */
  isFresh(place: number, nowUs: TimeUs): boolean {
    return nowUs < (this.staleAtUs[place] as number);
  }

  /** The entry has been used. */
  touch(place: number): void {
    if (place === this.newest) return;
    this.unlink(place);
    this.link(place);
  }

  /** Puts an answer in, as the most recently used. True when another entry had to go. */
  put(key: number, staleAtUs: TimeUs): boolean {
    const known = this.find(key);
    if (known !== NONE) {
      this.staleAtUs[known] = staleAtUs;
      this.touch(known);
      return false;
    }
    const isFull = this.places.size >= this.capacity;
    if (isFull) this.evict();
    const place = this.free.pop() ?? this.keys.length;
    this.keys[place] = key;
    this.staleAtUs[place] = staleAtUs;
    this.places.set(key, place);
    this.link(place);
    return isFull;
  }

  /** A new capacity. Returns how many entries had to go. */
  resize(capacity: number): number {
    this.capacity = capacity;
    const gone = Math.max(0, this.size - capacity);
    for (let i = 0; i < gone; i++) this.evict();
    return gone;
  }

  /** Forgets everything. */
  clear(): void {
    this.places.clear();
    this.keys = [];
    this.staleAtUs = [];
    this.newer = [];
    this.older = [];
    this.free = [];
    this.newest = NONE;
    this.oldest = NONE;
  }

  private evict(): void {
    const { oldest } = this;
    this.unlink(oldest);
    this.places.delete(this.keys[oldest] as number);
    this.free.push(oldest);
  }

  private link(place: number): void {
    const { newest } = this;
    this.newer[place] = NONE;
    this.older[place] = newest;
    if (newest === NONE) this.oldest = place;
    else this.newer[newest] = place;
    this.newest = place;
  }

  private unlink(place: number): void {
    const newer = this.newer[place] as number;
    const older = this.older[place] as number;
    if (newer === NONE) this.newest = older;
    else this.older[newer] = older;
    if (older === NONE) this.oldest = newer;
    else this.newer[older] = newer;
  }
}
