/** Ties document, run and worker together: every change of the document reaches the run, every frame reaches the page. */
import { TwinRun } from './twin-run';
import { createDocumentStore, withFault, withFaultAt } from '@/features/shared/document-store';
import type { Playground, RunControls } from '@/features/shared/playground';
import { RunStore } from '@/features/shared/run-store';
import type { Scenario } from '@/scenario/schema';
import { FAULTS } from '@/faults/registry';
import { SimulationClient } from '@/worker/client';
import type { Speed } from '@/worker/protocol';

/** Makes the playground and begins its first run, playing. `wallMs` is the page's clock in milliseconds. */
export function makePlayground(first: Scenario, wallMs: () => number): Playground & { dispose(): void } {
  const document = createDocumentStore(first);
  const run = new RunStore(wallMs);
  const client = new SimulationClient({
    begun: (layout) => run.begun(layout),
    frame: (frame, isPlaying, isSeeking) => run.take(frame, isPlaying, isSeeking),
    failed: (message) => run.failed(message),
  });
  const twin = new TwinRun();
  const scenarioNow = (): Scenario => document.getSnapshot().context.scenario;
  let pauseOn: readonly string[] = [];

  const begin = (isPlaying: boolean): void => {
    client.load(scenarioNow());
    client.setSpeed(run.status.speed);
    client.pauseOn(pauseOn);
    if (isPlaying) client.play();
    run.setStatus({ isPlaying, atUs: 0, failure: null });
  };

  const controls: RunControls = {
    play: () => {
      if (run.status.failure !== null || run.status.isAtEnd || run.status.stopped) begin(true);
      else client.play();
    },
    pause: () => client.pause(),
    toggle: () => (run.status.isPlaying ? controls.pause() : controls.play()),
    setSpeed: (speed: Speed) => {
      run.setStatus({ speed });
      client.setSpeed(speed);
    },
    step: (by) => client.step(by),
    seek: (toUs) => client.seek(toUs),
    reset: () => begin(run.status.isPlaying),
    setPauseOn: (modes) => {
      pauseOn = modes;
      client.pauseOn(modes);
    },
  };

  let known = first;
  let generation = 0;
  document.subscribe(({ context }) => {
    if (context.scenario === known) return;
    known = context.scenario;
    if (context.generation !== generation) {
      generation = context.generation;
      run.setStatus({ speed: speedOf(known) });
      begin(true);
    } else client.update(known);
    twin.follow(known);
  });

  run.setStatus({ speed: speedOf(first) });
  begin(true);
  twin.follow(first);

  return {
    document, run, controls, twin,
    change: (label, next) => document.trigger.change({ label, next }),
    undo: () => document.trigger.undo(),
    redo: () => document.trigger.redo(),
    select: (selection) => document.trigger.select({ selection }),
    injectFault: (fault, durationMs = null) => {
      const atMs = Math.floor(run.status.atUs / 1000);
      const label = FAULTS.get(fault.kind)?.title ?? fault.kind;
      document.trigger.change({ label: `${label} on ${fault.target}`, next: (scenario) => withFault(scenario, { ...fault, atMs, durationMs }) });
    },
    endFault: (index) => {
      const nowMs = Math.floor(run.status.atUs / 1000);
      document.trigger.change({
        label: 'end a fault',
        next: (scenario) => {
          const fault = scenario.faults[index];
          if (!fault) return scenario;
          return withFaultAt(scenario, index, fault.atMs >= nowMs ? null : { ...fault, durationMs: nowMs - fault.atMs });
        },
      });
    },
    dispose: () => {
      client.dispose();
      twin.dispose();
    },
  };
}

function speedOf({ view }: Scenario): Speed {
  return view.speed;
}
