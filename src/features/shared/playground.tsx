/** What every feature of the page may use: the document, the run, and the controls of the run. */
import { createContext, type ReactNode, useCallback, useContext, useMemo, useSyncExternalStore } from 'react';
import { useSelector } from '@xstate/store-react';
import type { DocumentState, DocumentStore, Part, Selection } from './document-store';
import type { NodeView, RunStatus, RunStore, Topic, WireView } from './run-store';
import type { SampleLog } from './sample-log';
import type { TimeUs } from '@/domain/time';
import type { Transition } from '@/engine/context';
import type { LimitStatus } from '@/engine/limit-status';
import type { Scenario, ScenarioFault } from '@/scenario/schema';
import type { RunLayout } from '@/simulation/layout';
import type { ObjectiveSource, TraceSource } from '@/worker/client';
import type { Speed } from '@/worker/protocol';

/** What can be done with the run. Times in microseconds. */
export interface RunControls {
  play(): void;
  pause(): void;
  toggle(): void;
  setSpeed(speed: Speed): void;
  /** Moves on by so much simulated time, or by one event, and pauses. */
  step(by: TimeUs | 'event'): void;
  /** Goes to a moment; backwards the run is computed anew. */
  seek(toUs: TimeUs): void;
  /** Begins anew with the document as it is, playing if it was playing. */
  reset(): void;
  /** Begins anew and waits at the beginning. */
  rest(): void;
  /** Pauses after a machine has come to one of these modes (`open`, `crashLoopBackOff` ...); an empty list never pauses. */
  setPauseOn(modes: readonly string[]): void;
  /** Wants to see the machines inside these nodes (`RunStore.machines`), and no others from now on. */
  watch(nodes: readonly string[]): void;
}

/** The twin: the same scenario without (or with) the guard, computed in the background for the pale lines of the charts. */
export interface Twin {
  /** What the twin is, such as "without breaker". */
  readonly label: string;
  readonly samples: SampleLog;
  /** 0 to 1. */
  readonly progress: number;
}

/** Everything together. */
export interface Playground {
  readonly document: DocumentStore;
  readonly run: RunStore;
  readonly controls: RunControls;
  /** Changes the document as one labelled undo step; the run takes it in at its present moment. */
  change(label: string, next: (scenario: Scenario) => Scenario): void;
  undo(): void;
  redo(): void;
  /** Selects a part, and others beside it; null selects nothing. */
  select(selection: Selection, more?: readonly Part[]): void;
  /** Begins a fault now, on the timeline of the document. */
  injectFault(
    fault: Pick<ScenarioFault, 'kind' | 'target' | 'value'> & Partial<Pick<ScenarioFault, 'share' | 'jitterMs'>>,
    durationMs?: number | null): void;
  /** Ends the faults with these places in the document's list now, as one undo step. */
  endFault(...indices: number[]): void;
  /** Single requests of the run. */
  readonly traces: TraceSource;
  /** The run's own measure of the objectives. */
  readonly objectives: ObjectiveSource;
  readonly twin: { get(): Twin | null; subscribe(listener: () => void): () => void };
}

const Context = createContext<Playground | null>(null);

/** Hands the playground to everything inside. */
export function PlaygroundProvider({ value, children }: { readonly value: Playground; readonly children: ReactNode }): ReactNode {
  return <Context value={value}>{children}</Context>;
}

/** The playground around this component. */
export function usePlayground(): Playground {
  const value = useContext(Context);
  if (!value) throw new Error('there is no playground around this component');
  return value;
}

/** A part of the document; the component is drawn again when that part changes. */
export function useDocument<T>(select: (state: DocumentState) => T): T {
  const { document } = usePlayground();
  return useSelector(document, ({ context }) => select(context));
}

function useRun<T>(topic: Topic, read: (run: RunStore) => T): T {
  const { run } = usePlayground();
  const subscribe = useCallback((listener: () => void) => run.subscribe(topic, listener), [run, topic]);
  return useSyncExternalStore(subscribe, () => read(run));
}

/** Figures of a node, about ten times a second; null when it takes no part in the run. */
export function useNodeView(id: string): NodeView | null {
  return useRun('parts', (run) => run.node(id));
}

/** Figures of a wire, about ten times a second; null when it takes no part in the run. */
export function useWireView(id: string): WireView | null {
  return useRun('parts', (run) => run.wire(id));
}

/** How the rate limits of a part stand, about ten times a second; empty when it has none. */
export function useLimits(part: 'node' | 'wire', id: string): readonly LimitStatus[] {
  return useRun('parts', (run) => run.limits(part, id));
}

/** A part of the run's status. `select` has to return the same object for the same status. */
export function useRunStatus<T>(select: (status: RunStatus) => T): T {
  return useRun('status', (run) => select(run.status));
}

/** The whole status, about ten times a second while time passes: for what is read, not watched frame by frame. */
export function useShownStatus(): RunStatus {
  return useRun('parts', (run) => run.status);
}

/** All changes of mode so far. */
export function useTransitions(): readonly Transition[] {
  return useRun('transitions', (run) => run.transitions);
}

/** Which parts take part in the run. */
export function useRunLayout(): RunLayout {
  return useRun('layout', (run) => run.layout);
}

/** The samples, and their number: the log is one object that grows. */
export function useSamples(): { readonly log: SampleLog; readonly length: number } {
  const log = useRun('samples', (run) => run.samples);
  const length = useRun('samples', (run) => run.samples.length);
  return useMemo(() => ({ log, length }), [log, length]);
}

/** The twin, if one is being computed. */
export function useTwin(): Twin | null {
  const { twin } = usePlayground();
  return useSyncExternalStore(twin.subscribe, twin.get);
}
