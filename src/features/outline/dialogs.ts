/** Which question the outline asks now. */
import type { End } from '../editing';

/** See the file's header; `id` is the part or wire that it is about. */
export type Question =
  | { readonly kind: 'add' }
  | { readonly kind: 'rename'; readonly id: string }
  | { readonly kind: 'copies'; readonly id: string }
  | { readonly kind: 'connect'; readonly id: string }
  /** Another part to make a group with. */
  | { readonly kind: 'group'; readonly id: string }
  /** The text of a note or frame. */
  | { readonly kind: 'note'; readonly id: string }
  | { readonly kind: 'policies'; readonly id: string }
  | { readonly kind: 'break'; readonly id: string }
  | { readonly kind: 'reconnect'; readonly id: string; readonly end: End }
  /** A fault of the timeline by its place, or a new one (null). */
  | { readonly kind: 'fault'; readonly index: number | null };
