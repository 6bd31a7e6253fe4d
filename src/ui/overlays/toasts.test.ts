/** Goal: messages never pile up, and the ones that need an answer stay until they get it. */
import { afterEach, expect, test } from 'vitest';
import { currentToasts, dismissToast, showToast, subscribeToToasts, toastCountMax } from './toasts';

afterEach(() => {
  for (const toast of currentToasts()) dismissToast(toast.id);
});

test('the oldest message goes when there are too many', () => {
  for (let index = 0; index < toastCountMax + 2; index += 1) showToast({ title: `message ${index}` });
  expect(currentToasts().map((toast) => toast.title)).toEqual(['message 2', 'message 3', 'message 4']);
});

test('a message with an action or a failure stays until it is closed', () => {
  showToast({ title: 'Deleted', action: { label: 'Undo', onClick: () => undefined } });
  showToast({ title: 'Not saved', tone: 'bad' });
  showToast({ title: 'Copied' });
  expect(currentToasts().map((toast) => toast.durationMs)).toEqual([null, null, 6_000]);
});

test('the same key replaces, and listeners hear of every change', () => {
  let count = 0;
  const stop = subscribeToToasts(() => { count += 1; });
  showToast({ title: 'Saving', key: 'save' });
  const id = showToast({ title: 'Saved', key: 'save' });
  expect(currentToasts().map((toast) => toast.title)).toEqual(['Saved']);
  dismissToast(id);
  dismissToast(id);
  stop();
  expect(count).toBe(3);
});
