/** Ties document, run and worker together: every change of the document reaches the run, every frame reaches the page. */
import { TwinRun } from './twin-run';
import { createDocumentStore, type DocumentStore, withFault, withFaultAt } from '@/features/shared/document-store';
import type { Playground, RunControls } from '@/features/shared/playground';
import { lockedChange } from '@/features/shared/locks';
import { isSecret, tellsSecret } from '@/features/shared/locks';
import { RunStore } from '@/features/shared/run-store';
import { withCleanTexts } from '@/scenario/clean';
import type { Scenario } from '@/scenario/schema';
import { FAULTS } from '@/faults/registry';
import { showToast } from '@/ui';
import { SimulationClient } from '@/worker/client';
import type { Speed } from '@/worker/protocol';

/** The controls of a run; `begin` starts it anew with the document as it is. */
function makeControls(
  run: RunStore,
  client: SimulationClient,
  begin: (isPlaying: boolean) => void,
  pauseOn: PauseOn,
): RunControls {
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
    seek: (toUs) => {
      run.show('seek', toUs);
      client.seek(toUs);
    },
    reset: () => begin(run.status.isPlaying),
    rest: () => begin(false),
    setPauseOn: (modes) => {
      pauseOn.modes = modes;
      client.pauseOn(modes);
    },
    watch: (nodes) => {
      pauseOn.watched = nodes;
      client.watch(nodes);
    },
  };
  return controls;
}

/** Faults by hand are changes of the document like all others, so that they can be undone, exported and run again. */
function faultEdits(change: Playground['change'], run: RunStore): Pick<Playground, 'injectFault' | 'endFault'> {
  const nowMs = (): number => Math.floor(run.status.atUs / 1000);
  return {
    injectFault: (fault, durationMs = null) => {
      const title = FAULTS.get(fault.kind)?.title ?? fault.kind;
      const atMs = nowMs();
      change(`${title} on ${fault.target}`, (scenario) =>
        withFault(scenario, { share: 1, jitterMs: 0, hidden: false, ...fault, atMs, durationMs }),
      );
    },
    endFault: (...indices) => {
      const endMs = nowMs();
      // From the last on, because a fault that has had no time is taken out of the list.
      const places = indices.toSorted((a, b) => b - a);
      change(places.length > 1 ? 'end faults' : 'end a fault', (scenario) =>
        places.reduce((now, index) => {
          const fault = now.faults[index];
          if (!fault) return now;
          return withFaultAt(now, index, fault.atMs >= endMs ? null : { ...fault, durationMs: endMs - fault.atMs });
        }, scenario),
      );
    },
  };
}

/** Modes on which runs pause by themselves; kept here, because every new run has to hear of them. */
interface PauseOn {
  modes: readonly string[];
  /** Nodes whose machines the page wants to see. */
  watched: readonly string[];
}

/** True when no request has reached anybody in the whole run. */
function wasQuiet(run: RunStore): boolean {
  return run.layout.nodes.every((id) => (run.node(id)?.arrived ?? 0) === 0);
}

/** Every change of the document goes through here: no control, however forgotten, is a way around the author's locks. */
function guardedChange(document: DocumentStore): Playground['change'] {
  return (label, next) => {
    const before = document.getSnapshot().context.scenario;
    // A file with unseen characters would be repaired when it is opened: what is typed or pasted gets none in.
    const after = withCleanTexts(next(before));
    const reason = lockedChange(before, after);
    if (reason === null) document.trigger.change({ label, next: () => after });
    else showToast({ tone: 'warn', title: reason, key: 'refused' });
  };
}

/** Makes the playground and begins its first run, playing. `wallMs` is the page's clock in milliseconds. */
export function makePlayground(first: Scenario, wallMs: () => number): Playground & { dispose(): void } {
  const document = createDocumentStore(first);
  const shown = (): Scenario => document.getSnapshot().context.scenario;
  const run = new RunStore(wallMs, {
    faults: (all) => all.filter((fault) => !isSecret(shown().locks, fault)),
    transitions: (all) => all.filter((transition) => !tellsSecret(shown(), transition)),
  });
  const client = new SimulationClient({
    begun: (layout, isReturn) => run.begun(layout, isReturn),
    relaid: (layout) => run.relaid(layout),
    frame: (frame, isPlaying, isSeeking) => run.take(frame, isPlaying, isSeeking),
    looks: (looks) => run.keep(looks),
    branched: (atUs) => run.branched(atUs),
    failed: (message) => run.failed(message),
  });
  const change = guardedChange(document);
  const twin = new TwinRun();
  const pauseOn: PauseOn = { modes: [], watched: [] };
  const begin = (isPlaying: boolean): void => {
    client.load(document.getSnapshot().context.scenario);
    client.setSpeed(run.status.speed);
    client.pauseOn(pauseOn.modes);
    client.watch(pauseOn.watched);
    if (isPlaying) client.play();
    run.setStatus({ isPlaying, atUs: 0, failure: null });
  };

  let known = { scenario: first, generation: 0 };
  document.subscribe(({ context: { scenario, generation } }) => {
    const isOther = generation !== known.generation;
    if (scenario === known.scenario && !isOther) return;
    known = { scenario, generation };
    if (isOther) {
      run.setStatus({ speed: scenario.view.speed });
      begin(true);
    } else {
      client.update(scenario);
      // Whoever builds from nothing for longer than the run lasts wants to see it run, and there is nothing to lose.
      if (run.status.isAtEnd && wasQuiet(run)) begin(true);
    }
    twin.follow(scenario);
  });
  run.setStatus({ speed: first.view.speed });
  begin(true);
  twin.follow(first);

  return {
    document,
    run,
    twin,
    traces: client,
    objectives: client,
    controls: makeControls(run, client, begin, pauseOn),
    change,
    undo: () => document.trigger.undo(),
    redo: () => document.trigger.redo(),
    select: (selection, more = []) => document.trigger.select({ selection, more }),
    ...faultEdits(change, run),
    dispose: () => {
      client.dispose();
      twin.dispose();
    },
  };
}
