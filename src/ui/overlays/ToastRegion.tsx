/** Shows the toasts, bottom centre. Time stands still for them while the pointer or the focus is inside. */
import { useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { CircleAlert, CircleCheck, Info, TriangleAlert, X, type LucideIcon } from 'lucide-react';
import { Button } from '../controls/Button';
import { currentToasts, dismissToast, showToast, subscribeToToasts } from './toasts';
import type { Toast, ToastMessage, ToastTone } from './toasts';
import './overlays.css';

const icons: Readonly<Record<ToastTone, LucideIcon>> = { info: Info, ok: CircleCheck, warn: TriangleAlert, bad: CircleAlert };

/** The messages and the ways to add or remove one. */
export function useToasts(): {
  readonly toasts: readonly Toast[]; readonly show: (message: ToastMessage) => number; readonly dismiss: (id: number) => void;
} {
  const toasts = useSyncExternalStore(subscribeToToasts, currentToasts, currentToasts);
  return { toasts, show: showToast, dismiss: dismissToast };
}

function ToastCard({ toast, isHeld }: { readonly toast: Toast; readonly isHeld: boolean }): ReactNode {
  const { id, durationMs, action } = toast;
  const Icon = icons[toast.tone];
  useEffect(() => {
    if (durationMs === null || isHeld) return undefined;
    const timer = setTimeout(() => dismissToast(id), durationMs);
    return () => clearTimeout(timer);
  }, [id, durationMs, isHeld]);
  return (
    <li className="ui-toast" data-tone={toast.tone}>
      <Icon aria-hidden className="ui-icon ui-toast-icon" />
      <div className="ui-toast-text">
        <strong>{toast.title}</strong>
        {toast.text !== undefined && <p>{toast.text}</p>}
      </div>
      {action !== undefined && (
        <Button size="small" onClick={() => { action.onClick(); dismissToast(id); }}>{action.label}</Button>
      )}
      <Button variant="quiet" size="small" className="ui-icon-button" aria-label={`Close message: ${toast.title}`}
        onClick={() => dismissToast(id)}>
        <X aria-hidden className="ui-icon" />
      </Button>
    </li>
  );
}

/** Place once, high in the page, together with the `Announcer` that reads the messages out. */
export function ToastRegion(): ReactNode {
  const { toasts } = useToasts();
  const [isHeld, setHeld] = useState(false);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- only holds the clock while somebody reads
    <section className="ui-toasts" aria-label="Messages" onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)} onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}>
      {toasts.length > 0 && <ol>{toasts.map((toast) => <ToastCard key={toast.id} toast={toast} isHeld={isHeld} />)}</ol>}
    </section>
  );
}
