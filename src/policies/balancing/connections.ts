/**
 * Balancing by connection: kube-proxy chooses an instance when a connection is opened, and everything sent over it goes there,
 * whatever becomes of the list meanwhile, until the connection ends (Kubernetes docs, virtual IPs and service proxies).
 */
import type { Endpoint } from '@/engine/endpoints';

/** Connections of one caller, used in turn. */
export class Connections {
  private ends: (Endpoint | null)[] = [];
  private left = new Int32Array(0);
  private turn = 0;

  /** So many connections from now on; those open stay open as far as there is room. */
  resize(count: number): void {
    const before = this.left;
    this.ends = Array.from({ length: count }, (_, i) => this.ends[i] ?? null);
    this.left = Int32Array.from({ length: count }, (_, i) => before[i] ?? 0);
    this.turn = 0;
  }

  /** The instance at the far end of the connection whose turn it is; null when it has to be opened anew (`open`). */
  next(): Endpoint | null {
    const { turn, left } = this;
    const end = this.ends[turn] ?? null;
    if (end === null || left[turn] === 0) return null;
    left[turn] = (left[turn] as number) - 1;
    this.pass();
    return end;
  }

  /** Opens the connection whose turn it is, for so many requests, and uses it once. */
  open(end: Endpoint, requests: number): void {
    this.ends[this.turn] = end;
    this.left[this.turn] = requests - 1;
    this.pass();
  }

  /** All connections to an instance are gone. */
  close(end: Endpoint): void {
    for (let i = 0; i < this.ends.length; i++) if (this.ends[i] === end) this.ends[i] = null;
  }

  private pass(): void {
    this.turn = this.turn + 1 < this.ends.length ? this.turn + 1 : 0;
  }
}
