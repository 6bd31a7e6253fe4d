/** Hooks of the course: the session's state, and how a piece of quiet work stands. */
import { useEffect, useSyncExternalStore } from 'react';
import type { Jobs, JobState } from './jobs';
import { courseSession, type SessionState } from './session';

/** The session; what was kept is read at first use. */
export function useSession(): SessionState {
  useEffect(() => {
    void courseSession.load();
  }, []);
  return useSyncExternalStore(courseSession.subscribe, courseSession.getState);
}

/** How a job stands, null when there is none. */
export function useJob<T>(jobs: Jobs<T>, name: string): JobState<T> | null {
  return useSyncExternalStore(jobs.subscribe, () => jobs.get(name));
}
