/** Whether a text fits its field. */
import type { TextField } from '@/engine/field-spec';

/** The sentence when a text is refused; undefined when it fits. */
export function textComplaint({ maxLength, pattern }: TextField, text: string): string | undefined {
  if (text.length > maxLength) return `At most ${maxLength} characters.`;
  return pattern && !new RegExp(`^(?:${pattern.source})$`, 'u').test(text) ? pattern.says : undefined;
}
