/**
 * Presenter mode: a large caption over the canvas, one moment after the other. Page Down and Page Up (and the keys of the usual
 * remote controls, which send those) step, Esc ends. The run stands at the moment, and the part to look at is lit up.
 */
import { type ReactNode, useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { useSelector } from '@xstate/store-react';
import { ChevronLeft, ChevronRight, Play, Pause, Presentation, X } from 'lucide-react';
import { automaticMoments, type DescribeChange, indexAt, type StoryMoment } from './moments';
import { presenter, presentStory } from './presenter';
import { canvasPort } from '../shared/canvas-port';
import { highlight } from '../shared/highlight';
import { clockText } from '../shared/words';
import { useDocument, usePlayground, useRunStatus } from '../shared/playground';
import type { Scenario } from '@/scenario/schema';
import { announce, IconButton, usePortalHost, useTheme } from '@/ui';
import './presenter.css';

const end = (): void => presenter.trigger.end();
const move = (by: number): void => presenter.trigger.move({ by });

/** Lights up a part: a wire with its ends, a node alone with its wires. */
function spotlight(scenario: Scenario, look: string | null): void {
  if (look === null) return highlight.set(null);
  const edge = scenario.edges[look];
  if (edge) return highlight.set({ nodes: new Set([edge.source, edge.target]), wires: new Set([look]) });
  if (!scenario.nodes[look]) return highlight.set(null);
  const wires = Object.entries(scenario.edges).filter(([, { source, target }]) => source === look || target === look);
  return highlight.set({ nodes: new Set([look]), wires: new Set(wires.map(([id]) => id)) });
}

/** While somebody presents, these keys are the presenter's, wherever the focus is. */
function usePresenterKeys(isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return undefined;
    const press = (event: KeyboardEvent): void => {
      const isDialog = document.querySelector('dialog[open]') !== null;
      if (isDialog || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'PageDown') move(1);
      else if (event.key === 'PageUp') move(-1);
      else if (event.key === 'Escape') end();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener('keydown', press, true);
    return () => window.removeEventListener('keydown', press, true);
  }, [isOn]);
}

/** Brings run and canvas to the moment whenever another one is shown. */
function useMomentShown(moment: StoryMoment | null): void {
  const { controls, run, document: store } = usePlayground();
  const shown = useRef<StoryMoment | null>(null);
  useEffect(() => {
    if (moment === shown.current) return;
    shown.current = moment;
    if (moment === null) return highlight.set(null);
    const { scenario } = store.getSnapshot().context;
    controls.pause();
    controls.seek(Math.min(run.status.endUs, Math.round(moment.atMs * 1000)));
    // A wire is lit up where it is: to focus it would open its settings over the talk.
    if (moment.look !== null && scenario.nodes[moment.look]) canvasPort()?.focus(moment.look);
    spotlight(scenario, moment.look);
    announce(`${moment.title}. ${moment.text}`, 'reply');
  }, [moment, controls, run, store]);
  useEffect(() => () => highlight.set(null), []);
}

function Caption({ moment, index, count }: { readonly moment: StoryMoment; readonly index: number; readonly count: number }): ReactNode {
  const { controls } = usePlayground();
  const isPlaying = useRunStatus((status) => status.isPlaying);
  const isSeeking = useRunStatus((status) => status.isSeeking);
  const { isProjector } = useTheme();
  return (
    <section className="presenter" data-wall={isProjector || undefined} aria-label="Presenter">
      <p className="presenter-place ui-num">
        {index + 1} of {count} · {clockText(moment.atMs * 1000)}{isSeeking && ' · computing'}
      </p>
      <div className="presenter-text">
        <h2>{moment.title}</h2>
        {moment.text !== '' && <p>{moment.text}</p>}
      </div>
      <div className="presenter-keys">
        <IconButton icon={ChevronLeft} label="Moment before" shortcut="Page Up" disabled={index === 0} onClick={() => move(-1)} />
        <IconButton icon={isPlaying ? Pause : Play} label={isPlaying ? 'Pause the run' : 'Run on from here'} onClick={controls.toggle} />
        <IconButton icon={ChevronRight} label="Next moment" shortcut="Page Down" disabled={index === count - 1} onClick={() => move(1)} />
        <IconButton icon={X} label="End presenting" shortcut="Esc" onClick={end} />
      </div>
    </section>
  );
}

export interface PresenterProps {
  readonly describe: DescribeChange;
  /** The author's moments for a scenario; null or empty where there are none. */
  readonly storyOf?: (scenario: Scenario) => readonly StoryMoment[] | null;
}

/** Draws the button, and the caption while somebody presents. */
export function Presenter({ describe, storyOf }: PresenterProps): ReactNode {
  const { run, document: store } = usePlayground();
  const moments = useSelector(presenter, ({ context }) => context.moments);
  const index = useSelector(presenter, ({ context }) => context.index);
  const generation = useDocument((state) => state.generation);
  const host = usePortalHost();
  const moment = moments[index] ?? null;
  usePresenterKeys(moment !== null);
  useMomentShown(moment);
  const seen = useRef(generation);
  useEffect(() => {
    // The moments belong to the document that was open.
    if (seen.current !== generation) end();
    seen.current = generation;
  }, [generation]);
  const begin = (): void => {
    const { scenario } = store.getSnapshot().context;
    const written = storyOf?.(scenario) ?? [];
    const found = written.length > 0 ? written : automaticMoments(scenario, run.transitions, describe);
    presentStory(found, indexAt(found, run.status.isAtEnd ? 0 : run.status.atUs / 1000));
  };
  const place = document.getElementById('canvas') ?? host ?? document.body;
  return (
    <>
      <IconButton icon={Presentation} label="Present this run" hint="Page Down and Page Up step through its moments, Esc ends." side="top"
        disabled={moment !== null} onClick={begin} />
      {moment && createPortal(<Caption moment={moment} index={index} count={moments.length} />, place)}
    </>
  );
}
