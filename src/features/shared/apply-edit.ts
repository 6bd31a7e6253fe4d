/** An edit becomes one step of the document's history, is selected, and is told to whoever listens rather than looks. */
import type { Outcome } from './edit';
import { type Part, partKind } from './document-store';
import type { Playground } from './playground';
import { announce, showToast } from '@/ui';

/** Applies an outcome. Returns false, having said why, when it is a refusal. `isSelecting` false leaves the selection alone. */
export function applyEdit(playground: Playground, outcome: Outcome, isSelecting = true): boolean {
  if (!outcome.ok) {
    // A toast is read out, too.
    showToast({ tone: 'warn', title: outcome.reason, key: 'refused' });
    return false;
  }
  const { scenario, label, ids } = outcome;
  const before = playground.document.getSnapshot().context.scenario;
  if (scenario !== before) {
    playground.change(label, () => scenario);
    announce(`Done: ${label}. Undo is available.`, 'reply');
  }
  if (isSelecting && ids.length > 0) {
    const parts = ids.map((id): Part => ({ kind: partKind(scenario, id), id }));
    playground.select(parts[0] ?? null, parts.slice(1));
  }
  return true;
}
