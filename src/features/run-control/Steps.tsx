/** Reset, back, play, step, and how far a step goes. The length of a step is remembered as long as the page is open. */
import { type MouseEvent, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { ChevronDown, Pause, Play, RotateCcw, SkipBack, StepBack, StepForward } from 'lucide-react';
import { lengthOf, STEP_SIZES, type StepEnd, stepRequest, type StepSize, StepTrail } from './step';
import { useSeek } from './use-seek';
import { nameOf } from '../shared/words';
import { useDocument, usePlayground, useRunLayout, useRunStatus } from '../shared/playground';
import { SECOND } from '@/domain/time';
import { announce, IconButton, Menu, type MenuEntry, showToast } from '@/ui';

const BACK_US = SECOND / 10;

function PlayButton(): ReactNode {
  const { controls } = usePlayground();
  const isPlaying = useRunStatus((status) => status.isPlaying);
  const isOver = useRunStatus((status) => status.isAtEnd || status.stopped !== null || status.failure !== null);
  const label = isPlaying ? 'Pause' : isOver ? 'Play again from the beginning' : 'Play';
  return (
    <IconButton
      className="timebar-play"
      icon={isPlaying ? Pause : isOver ? RotateCcw : Play}
      label={label}
      shortcut="Space"
      shape="round"
      variant="primary"
      side="top"
      onClick={controls.toggle}
    />
  );
}

/** Says how a step to the next request went, where that is not to be seen. */
function tell(end: StepEnd, name: string): void {
  if (end === 'ended') announce(`A request of ${name} has ended`, 'reply');
  if (end !== 'given-up') return;
  showToast({ tone: 'info', title: `No request of ${name} ends soon`, text: 'Run on for a while, or step by 1 s.', key: 'step' });
}

interface Stepping {
  readonly size: StepSize;
  readonly setSize: (size: StepSize) => void;
  readonly source: string;
  readonly setSource: (id: string) => void;
  /** With `isEvent` one event, whatever the size. */
  step(isEvent: boolean): void;
  back(): void;
}

/** Whatever somebody does while a request is stepped to ends the stepping first: a step after their play would pause the run. */
function useInterruption(stop: () => void): void {
  useEffect(() => {
    window.addEventListener('pointerdown', stop, true);
    window.addEventListener('keydown', stop, true);
    return () => {
      stop();
      window.removeEventListener('pointerdown', stop, true);
      window.removeEventListener('keydown', stop, true);
    };
  }, [stop]);
}

function useStepping(): Stepping {
  const { run, controls } = usePlayground();
  const { seekBy, seek } = useSeek();
  const scenario = useDocument((state) => state.scenario);
  const { sources } = useRunLayout();
  const [size, setSize] = useState<StepSize>('100ms');
  const [chosen, setSource] = useState('');
  const source = sources.includes(chosen) ? chosen : (sources[0] ?? '');
  const trail = useRef(new StepTrail());
  const stop = useRef<(() => void) | null>(null);
  useInterruption(useCallback(() => stop.current?.(), []));
  const step = (isEvent: boolean): void => {
    stop.current?.();
    trail.current.push(run.status.atUs);
    const length = lengthOf(size);
    if (isEvent || size === 'event') return controls.step('event');
    if (length !== null) return controls.step(length);
    stop.current = stepRequest(run, controls, source, (end) => {
      stop.current = null;
      tell(end, nameOf(scenario, source));
    });
    return undefined;
  };
  const back = (): void => {
    stop.current?.();
    const length = lengthOf(size);
    if (length !== null) return seekBy(-length);
    const before = trail.current.pop(run.status.atUs);
    return before === null ? seekBy(-BACK_US) : seek(before);
  };
  return { size, setSize, source, setSource, step, back };
}

/** How far a step goes, and of whom the request is. */
function Sizes({ size, setSize, source, setSource }: Stepping): ReactNode {
  const scenario = useDocument((state) => state.scenario);
  const { sources } = useRunLayout();
  const entries: MenuEntry[] = [
    { kind: 'heading', id: 'head', label: 'One step is' },
    ...STEP_SIZES.filter((one) => one.size !== 'request').map(
      (one): MenuEntry => ({
        kind: 'item',
        id: one.size,
        label: one.label,
        isChecked: one.size === size,
        onSelect: () => setSize(one.size),
      }),
    ),
    ...sources.map(
      (id): MenuEntry => ({
        kind: 'item',
        id: `request ${id}`,
        label: `one request of ${nameOf(scenario, id)}`,
        hint: 'until the next one has ended, well or badly',
        isChecked: size === 'request' && id === source,
        onSelect: () => {
          setSize('request');
          setSource(id);
        },
      }),
    ),
  ];
  return (
    <Menu
      label="One step is"
      side="top"
      entries={entries}
      trigger={<IconButton icon={ChevronDown} label="How far a step goes" className="timebar-sizes" side="top" />}
    />
  );
}

/** Draws the buttons. */
export function Steps({ isWall }: { readonly isWall: boolean }): ReactNode {
  const { controls } = usePlayground();
  const stepping = useStepping();
  const isOver = useRunStatus((status) => status.isAtEnd || status.stopped !== null);
  const isAtStart = useRunStatus((status) => status.atUs === 0);
  const names = STEP_SIZES.find((one) => one.size === stepping.size) ?? STEP_SIZES[0];
  return (
    <>
      <IconButton icon={SkipBack} label="Back to the beginning" shortcut="R" side="top" onClick={controls.reset} />
      {!isWall && (
        <IconButton
          icon={StepBack}
          label={`Back ${names?.back ?? ''}`}
          side="top"
          disabled={isAtStart}
          hint={isAtStart ? 'The run stands at its beginning.' : 'The run is computed anew up to that moment.'}
          onClick={stepping.back}
        />
      )}
      <PlayButton />
      <IconButton
        icon={StepForward}
        label={`Step ${names?.label ?? ''}`}
        {...(stepping.size === '100ms' ? { shortcut: '.' } : {})}
        side="top"
        disabled={isOver}
        hint={isOver ? 'The run is over.' : 'With Shift: one event.'}
        onClick={(event: MouseEvent) => stepping.step(event.shiftKey)}
      />
      {!isWall && <Sizes {...stepping} />}
    </>
  );
}
