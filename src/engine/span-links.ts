/** Who caused whom in the traces of a run: the shape that their trees have in common. */

/** See the file's header. */
export class SpanLinks {
  /** `from.get(A)?.get(B)`: spans recorded at node B whose parent was recorded at node A. What a part does within itself is no link. */
  readonly from = new Map<string, Map<string, number>>();
  /** Traces by the node at which they begin. */
  readonly roots = new Map<string, number>();

  /** A span has begun; `parent` is the node of its parent, null for the root of a trace. */
  add(parent: string | null, node: string): void {
    if (parent === null) {
      this.roots.set(node, (this.roots.get(node) ?? 0) + 1);
      return;
    }
    if (parent === node) return;
    let to = this.from.get(parent);
    if (!to) this.from.set(parent, (to = new Map()));
    to.set(node, (to.get(node) ?? 0) + 1);
  }
}
