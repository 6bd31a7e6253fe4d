/** The keeper of this page, made of what the browser has; where it has nothing, the keeper says "not saved" and why. */
import type { Clock } from './autosave';
import type { Notes } from './journal';
import { Keeper } from './keeper';
import { browserShelf } from '../../shared/shelf';
import type { Locks } from './tab-place';

const wallClock: Clock = {
  nowMs: () => Date.now(),
  after: (ms, then) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};

function notesOf(name: 'localStorage' | 'sessionStorage'): Notes | null {
  // Naming it throws where the browser forbids storage.
  try {
    return window[name];
  } catch {
    return null;
  }
}

function locksOf(): Locks | undefined {
  return 'locks' in navigator ? { request: (name, options, callback) => navigator.locks.request(name, options, callback) } : undefined;
}

/** Makes the keeper. It does nothing before `begin`. */
export function browserKeeper(): Keeper {
  const random = (): string => Math.random().toString(36).slice(2, 10);
  return new Keeper({
    shelf: browserShelf('faultline', 'documents'),
    locks: locksOf(),
    notes: notesOf('localStorage'),
    memory: notesOf('sessionStorage'),
    clock: wallClock,
    random,
  });
}
