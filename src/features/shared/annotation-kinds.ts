/** What a note and a frame are, for the palette, menus and commands. */
import { SquareDashed, StickyNote, type LucideIcon } from 'lucide-react';
import type { ScenarioAnnotation } from '@/scenario/schema';

/** One of them. */
export type AnnotationKind = ScenarioAnnotation['kind'];

interface Look {
  readonly title: string;
  readonly text: string;
  readonly icon: LucideIcon;
}

/** In the order of the palette. */
export const ANNOTATION_KINDS: Readonly<Record<AnnotationKind, Look>> = {
  note: { title: 'Note', text: 'Words on the canvas.', icon: StickyNote },
  frame: { title: 'Frame', text: 'A rectangle that takes along what lies inside it.', icon: SquareDashed },
};

/** True for a note or a frame; no kind of part is called so. */
export function isAnnotationKind(kind: string): kind is AnnotationKind {
  return Object.hasOwn(ANNOTATION_KINDS, kind);
}
