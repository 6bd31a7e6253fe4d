/** The list of toasts: short messages about something that has happened, with at most one action. No React in it. */
import { announce } from '../live/Announcer';

export type ToastTone = 'info' | 'ok' | 'warn' | 'bad';

export interface ToastMessage {
  readonly title: string;
  readonly text?: string | undefined;
  readonly tone?: ToastTone | undefined;
  readonly action?: { readonly label: string; readonly onClick: () => void } | undefined;
  /** How long it stays, in milliseconds; null: until it is closed. By default 6 s, and null with an action or tone `bad`. */
  readonly durationMs?: number | null | undefined;
  /** A second message with the same key replaces the first. */
  readonly key?: string | undefined;
}

export interface Toast extends ToastMessage {
  readonly id: number;
  readonly tone: ToastTone;
  readonly durationMs: number | null;
}

/** More than this hide the work; the oldest goes. */
export const toastCountMax = 3;
const durationMsUsual = 6_000;

let toasts: readonly Toast[] = [];
let idLast = 0;
const listeners = new Set<() => void>();

function publish(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Shows a message and has it read out. Returns its id. */
export function showToast(message: ToastMessage): number {
  idLast += 1;
  const tone = message.tone ?? 'info';
  const staysByDefault = message.action !== undefined || tone === 'bad';
  const durationMs = message.durationMs === undefined ? (staysByDefault ? null : durationMsUsual) : message.durationMs;
  const kept = message.key === undefined ? toasts : toasts.filter((toast) => toast.key !== message.key);
  publish([...kept, { ...message, id: idLast, tone, durationMs }].slice(-toastCountMax));
  const spoken = [message.title, message.text].filter((part) => part !== undefined).join('. ');
  announce(spoken, tone === 'bad' ? 'urgent' : 'reply');
  return idLast;
}

/** Takes a message away; unknown ids are ignored. */
export function dismissToast(id: number): void {
  if (toasts.some((toast) => toast.id === id)) publish(toasts.filter((toast) => toast.id !== id));
}

/** The messages now shown, oldest first. The list is replaced, never changed. */
export function currentToasts(): readonly Toast[] {
  return toasts;
}

export function subscribeToToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
