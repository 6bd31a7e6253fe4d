/** The engine's own figures of the objectives, asked twice a second while time passes. */
import { useEffect, useState } from 'react';
import type { Measured } from './goals';
import { usePlayground } from '../playground';

const EVERY_MS = 500;
const NOTHING: Measured = new Map();

/** Empty before the first answer, and for a scenario without objectives. */
export function useMeasured(): Measured {
  const { run, document, objectives } = usePlayground();
  const [measured, setMeasured] = useState<Measured>(NOTHING);
  useEffect(() => {
    let isOver = false;
    let asked: unknown = null;
    const ask = (): void => {
      const { scenario } = document.getSnapshot().context;
      const now = `${run.status.fingerprint} ${JSON.stringify(scenario.objectives)}`;
      if (now === asked || scenario.objectives.length === 0) return;
      asked = now;
      void objectives.objectives().then((answer) => {
        if (!isOver && answer !== null) setMeasured(new Map(answer.map(({ id, value }) => [id, value])));
      });
    };
    ask();
    const timer = window.setInterval(ask, EVERY_MS);
    return () => {
      isOver = true;
      window.clearInterval(timer);
    };
  }, [run, document, objectives]);
  return measured;
}
