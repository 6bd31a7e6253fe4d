/** Watches the run for the conditions of "run until", and stops it at the very sample in which one becomes true. */
import { useEffect } from 'react';
import { type Condition, figureOf, firstMet, isNear } from './run-until';
import { untilStore } from './until-store';
import { usePlayground } from '../shared/playground';
import type { RunControls } from '../shared/playground';
import type { RunStore } from '../shared/run-store';
import type { SampleLog } from '../shared/sample-log';
import type { TimeUs } from '@/domain/time';

/** The first sample after a moment. */
function sampleAfter(log: SampleLog, atUs: TimeUs): number {
  let index = log.length;
  while (index > 0 && log.atUs(index - 1) > atUs) index--;
  return index;
}

/** The earliest hit of all conditions from a sample on. */
export function earliestHit(
  armed: readonly Condition[],
  log: SampleLog,
  from: number,
): { readonly condition: Condition; readonly index: number } | null {
  let hit: { readonly condition: Condition; readonly index: number } | null = null;
  for (const condition of armed) {
    // A moment need not be a sample's: it is gone to exactly, see below.
    const index = condition.kind === 'moment' ? null : firstMet(condition, log, from);
    if (index !== null && (hit === null || index < hit.index)) hit = { condition, index };
  }
  return hit;
}

/** See the file's header. `look` is called when there are samples, `follow` when the status has changed. */
export class UntilWatch {
  private seenUs: TimeUs = 0;
  /** True from a stop until the run stands: frames that were under way are no news. */
  private isStopping = false;

  constructor(
    private readonly run: RunStore,
    private readonly controls: Pick<RunControls, 'pause' | 'seek'>,
  ) {}

  look(): void {
    const { run } = this;
    const { armed } = untilStore.getSnapshot().context;
    if (this.isStopping || !run.status.isPlaying || run.status.isSeeking || armed.length === 0) return;
    const log = run.samples;
    if (log.length === 0) return;
    const hit = earliestHit(armed, log, sampleAfter(log, this.seenUs));
    this.seenUs = log.atUs(log.length - 1);
    if (hit) this.stop(hit.condition, log.atUs(hit.index), figureOf(hit.condition, log, hit.index));
  }

  follow(): void {
    const { isPlaying, isSeeking, atUs, speed } = this.run.status;
    if (!isPlaying || isSeeking) {
      this.isStopping &&= isPlaying;
      this.seenUs = atUs;
      return;
    }
    // A run that has begun anew is before what was seen.
    this.seenUs = Math.min(this.seenUs, atUs);
    const moment = untilStore.getSnapshot().context.armed.find((condition) => condition.kind === 'moment');
    if (this.isStopping || moment?.kind !== 'moment') return;
    const momentUs = moment.atMs * 1000;
    if (momentUs <= this.run.status.endUs && isNear(atUs, momentUs, speed)) this.stop(moment, momentUs, null);
  }

  private stop(condition: Condition, atUs: TimeUs, figure: number | null): void {
    this.isStopping = true;
    this.controls.pause();
    this.controls.seek(atUs);
    untilStore.trigger.find({ found: { condition, atUs, figure } });
  }
}

/** Keeps watch as long as the time bar is there. */
export function useRunUntil(): void {
  const { run, controls } = usePlayground();
  useEffect(() => {
    const watch = new UntilWatch(run, controls);
    const stops = [run.subscribe('samples', () => watch.look()), run.subscribe('status', () => watch.follow())];
    return () => {
      for (const stop of stops) stop();
    };
  }, [run, controls]);
}
