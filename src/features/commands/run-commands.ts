/** Commands of the run: play, step, go back, how fast, and what is going on. */
import {
  FastForward,
  Gauge,
  MessageSquareText,
  Play,
  RotateCcw,
  SkipForward,
  StepBack,
  StepForward,
  Turtle,
} from 'lucide-react';
import type { Command, CommandContext } from './command';
import { describeNow } from './describe';
import { SECOND } from '@/domain/time';
import { announce, showToast } from '@/ui';
import type { Speed } from '@/worker/protocol';

/** One step, in simulated microseconds. */
const STEP_US = 100_000;

/** Speeds by name, slowest first. */
const SPEEDS: readonly { readonly speed: Speed; readonly title: string; readonly label: string }[] = [
  { speed: 0.01, title: 'A hundredth of real time', label: '1/100' },
  { speed: 0.1, title: 'A tenth of real time', label: '1/10' },
  { speed: 0.25, title: 'Quarter speed', label: '¼×' },
  { speed: 1, title: 'Real time', label: '1×' },
  { speed: 2, title: 'Twice as fast', label: '2×' },
  { speed: 4, title: 'Four times as fast', label: '4×' },
  { speed: 20, title: 'Twenty times as fast', label: '20×' },
  { speed: 'max', title: 'As fast as this machine can', label: 'max' },
];

const isOver = ({ playground: { run } }: CommandContext): string | null =>
  run.status.isAtEnd || run.status.stopped !== null ? 'The run is over: begin anew, or go back in time.' : null;

/** The named speed that lies a step from the present one; null at the end. */
function speedBeside({ playground: { run } }: CommandContext, by: -1 | 1): (typeof SPEEDS)[number] | null {
  const asNumber = (speed: Speed): number => (speed === 'max' ? Infinity : speed);
  const now = asNumber(run.status.speed);
  const others = SPEEDS.filter(({ speed }) => (by > 0 ? asNumber(speed) > now : asNumber(speed) < now));
  return (by > 0 ? others[0] : others.at(-1)) ?? null;
}

function setSpeed({ playground }: CommandContext, { speed, title }: (typeof SPEEDS)[number]): void {
  playground.controls.setSpeed(speed);
  announce(`Speed: ${title.toLowerCase()}.`, 'reply');
}

function changeSpeed(id: string, title: string, by: -1 | 1, key: string): Command {
  return {
    id,
    title,
    group: 'Run',
    icon: by > 0 ? FastForward : Turtle,
    meanings: ['speed', by > 0 ? 'quicker' : 'slow motion'],
    shortcuts: [{ keys: key, label: key, where: 'page' }],
    refusal: (context) => (speedBeside(context, by) ? null : `It cannot be ${by > 0 ? 'faster' : 'slower'} than this.`),
    run: (context) => {
      const next = speedBeside(context, by);
      if (next) setSpeed(context, next);
    },
  };
}

const steps: readonly Command[] = [
  {
    id: 'play',
    title: 'Play or pause',
    group: 'Run',
    icon: Play,
    meanings: ['start', 'stop', 'halt', 'go on', 'simulate'],
    shortcuts: [{ keys: 'Space', label: 'Space', where: 'page', yields: true }],
    run: ({ playground }) => playground.controls.toggle(),
  },
  {
    id: 'step',
    title: 'Step on by 0.1 s',
    group: 'Run',
    icon: StepForward,
    meanings: ['forward', 'frame'],
    shortcuts: [{ keys: '.', label: '.', where: 'page' }],
    refusal: isOver,
    run: ({ playground }) => playground.controls.step(STEP_US),
  },
  {
    id: 'step-event',
    title: 'Step on by one event',
    group: 'Run',
    icon: SkipForward,
    meanings: ['forward', 'single'],
    shortcuts: [{ keys: 'Shift+>', label: 'Shift+>', where: 'page' }],
    refusal: isOver,
    run: ({ playground }) => playground.controls.step('event'),
  },
  {
    id: 'back',
    title: 'Go back by 1 s',
    group: 'Run',
    icon: StepBack,
    hint: 'The run is computed anew up to that moment',
    meanings: ['rewind', 'earlier'],
    shortcuts: [{ keys: ',', label: ',', where: 'page' }],
    refusal: ({ playground }) => (playground.run.status.atUs > 0 ? null : 'The run stands at its beginning.'),
    run: ({ playground: { controls, run } }) => controls.seek(Math.max(0, Math.floor(run.status.atUs) - SECOND)),
  },
  {
    id: 'reset',
    title: 'Begin the run anew',
    group: 'Run',
    icon: RotateCcw,
    hint: 'With the scenario as it is now',
    meanings: ['restart', 'reset', 'back to the beginning'],
    shortcuts: [{ keys: 'r', label: 'R', where: 'page' }],
    run: ({ playground }) => playground.controls.reset(),
  },
  changeSpeed('faster', 'Run faster', 1, ']'),
  changeSpeed('slower', 'Run slower', -1, '['),
];

const speeds: readonly Command[] = SPEEDS.map((named) => ({
  id: `speed-${named.speed}`,
  title: `Speed: ${named.title.toLowerCase()}`,
  group: 'Run',
  icon: Gauge,
  hint: named.label,
  meanings: ['speed', String(named.speed)],
  refusal: ({ playground: { run } }) => (run.status.speed === named.speed ? 'It runs at this speed already.' : null),
  run: (context) => setSpeed(context, named),
}));

const describing: Command = {
  id: 'describe',
  title: 'Describe what is going on',
  group: 'Run',
  icon: MessageSquareText,
  hint: 'In a few sentences: what is selected, or the whole system',
  meanings: ['say', 'read', 'status', 'summary', 'explain'],
  shortcuts: [{ keys: 'd', label: 'D', where: 'page' }],
  run: ({ playground }) => {
    // A toast is read out, too.
    showToast({ ...describeNow(playground), tone: 'info', key: 'describe', durationMs: null });
  },
};

/** All of them. */
export const runCommands: readonly Command[] = [...steps, ...speeds, describing];
