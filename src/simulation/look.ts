/**
 * Looks: how every part stood at a past moment, small enough to be kept by the hundred. Numbers stay typed arrays and the rest is text,
 * so that a thread takes one over without reading it; whoever wants to see the moment again unpacks it.
 */
import { type FrameSource, takeView, type View } from './frame';
import type { RunLayout } from './layout';
import type { TimeUs } from '@/domain/time';

/** Looks of a run, at the most. */
const MOST = 1_200;
/** Parts of all looks of a run together, at the most: about 40 MB. */
const MOST_PARTS = 100_000;

/** How all parts stood at a moment. */
export interface Look extends View {
  readonly atUs: TimeUs;
}

/** A look on its way or in store. `text` is JSON of what is not a row of numbers. */
export interface PackedLook extends Pick<Look, 'atUs' | 'nodes' | 'wires' | 'pods'> {
  readonly text: string;
}

/** Between two looks of a run, in microseconds: whole samples, so that a look and the charts speak of the same moments. */
export function lookEveryUs({ nodes, wires, sampleEveryUs, endUs }: RunLayout): TimeUs {
  const most = Math.max(1, Math.min(MOST, Math.floor(MOST_PARTS / Math.max(1, nodes.length + wires.length))));
  return Math.max(1, Math.ceil(endUs / most / sampleEveryUs)) * sampleEveryUs;
}

/** Takes a look at the present moment, with the machines inside all nodes. */
export function takeLook(source: Omit<FrameSource, 'watched'>): PackedLook {
  const { nodes, wires, pods, ...rest } = takeView({ ...source, watched: source.layout.nodes });
  return { atUs: source.run.nowUs, nodes, wires, pods, text: JSON.stringify(rest) };
}

/** What was packed. */
export function unpackLook({ text, ...rest }: PackedLook): Look {
  return { ...rest, ...(JSON.parse(text) as Omit<View, 'nodes' | 'wires' | 'pods'>) };
}
