/**
 * The page's two live regions and the one door to them. Every spoken text goes through `announce`, so that no feature
 * can talk over another one.
 */
import { useEffect, useState, type ReactNode } from 'react';
import { AnnouncementQueue, type Announcement, type AnnouncementKind } from './announcement-queue';

type Listener = (announcement: Announcement) => void;
const listeners = new Set<Listener>();

const queue = new AnnouncementQueue(
  {
    nowMs: () => performance.now(),
    after: (delayMs, action) => {
      const timer = setTimeout(action, delayMs);
      return () => clearTimeout(timer);
    },
  },
  (announcement) => {
    for (const listener of listeners) listener(announcement);
  },
);

/** Tells a screen reader. See `AnnouncementKind` for when to use which; the default is the frugal one. */
export function announce(text: string, kind: AnnouncementKind = 'news'): void {
  queue.add(text, kind);
}

/** Drops what still waits to be said, e.g. when a run is reset. */
export function clearAnnouncements(): void {
  queue.clear();
}

/** Place once, high in the page. */
export function Announcer(): ReactNode {
  const [polite, setPolite] = useState({ text: '', count: 0 });
  const [assertive, setAssertive] = useState({ text: '', count: 0 });
  useEffect(() => {
    const listener: Listener = ({ text, kind }) => {
      const set = kind === 'urgent' ? setAssertive : setPolite;
      set((last) => ({ text, count: last.count + 1 }));
    };
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, []);
  // A new key makes a new element, so that the same sentence is read again when it is said again.
  return (
    <>
      <div className="ui-hidden" aria-live="polite" role="status"><span key={polite.count}>{polite.text}</span></div>
      <div className="ui-hidden" aria-live="assertive" role="alert"><span key={assertive.count}>{assertive.text}</span></div>
    </>
  );
}
