/** What the page knows of single requests: asks the worker about once a second while time passes, and once when it stands still. */
import { useEffect, useState } from 'react';
import { usePlayground } from '../shared/playground';
import type { TraceBook, TraceView } from '@/simulation/trace-book';
import type { TraceSource } from '@/worker/client';

const EVERY_MS = 1_000;

/** Calls `ask` now, and again about once a second if the run's moment is another one by then. Returns how to stop. */
function whileTimePasses(atUs: () => number, ask: () => void): () => void {
  let askedUs = atUs();
  ask();
  const timer = window.setInterval(() => {
    if (atUs() === askedUs) return;
    askedUs = atUs();
    ask();
  }, EVERY_MS);
  return () => window.clearInterval(timer);
}

/** The examples; null before the first answer. */
export function useBook(source: TraceSource): TraceBook | null {
  const { run } = usePlayground();
  const [book, setBook] = useState<TraceBook | null>(null);
  useEffect(() => {
    let isOver = false;
    const ask = (): void => {
      void source.book().then((answer) => {
        if (!isOver && answer !== null) setBook(answer);
      });
    };
    const stop = whileTimePasses(() => run.status.atUs, ask);
    return () => {
      isOver = true;
      stop();
    };
  }, [run, source]);
  return book;
}

/** A trace as it was last seen: a request that is over stays as it was, also when the run has gone back behind it. */
export interface Seen {
  readonly trace: number;
  /** Null when it is no longer kept. */
  readonly view: TraceView | null;
}

/** The trace with this number; null when there is none to show yet. */
export function useTrace(source: TraceSource, trace: number | null): Seen | null {
  const { run } = usePlayground();
  const [seen, setSeen] = useState<Seen | null>(null);
  useEffect(() => {
    if (trace === null) return undefined;
    let isOver = false;
    let isComplete = false;
    const ask = (): void => {
      if (isComplete) return;
      void source.trace(trace).then((view) => {
        if (isOver) return;
        isComplete = view !== null && view.rows.every(({ isOpen }) => !isOpen);
        setSeen((before) => (view === null && before?.trace === trace && before.view !== null ? before : { trace, view }));
      });
    };
    const stop = whileTimePasses(() => run.status.atUs, ask);
    return () => {
      isOver = true;
      stop();
    };
  }, [run, source, trace]);
  return seen?.trace === trace ? seen : null;
}
