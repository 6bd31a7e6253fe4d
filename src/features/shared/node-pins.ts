/**
 * Figures that somebody has pinned from a chart to a part: the part itself then shows how the figure went. For this visit only, as the
 * choice of charts is.
 */
import { createStore } from '@xstate/store';
import { useSelector } from '@xstate/store-react';
import type { NodeView } from './run-store';
import { countText, spanText } from './words';
import type { SampleNodeColumn } from '@/simulation/layout';

/** One figure that can be pinned. */
export interface Pinnable {
  readonly label: string;
  readonly column: SampleNodeColumn;
  readonly text: (view: NodeView) => string;
}

/** By the chart that shows the figure. */
export const PINNABLE: Readonly<Record<string, Pinnable>> = {
  latency: { label: 'p99', column: 'p99Us', text: ({ p99Us }) => spanText(p99Us) },
  waiting: { label: 'waiting', column: 'waiting', text: ({ waiting }) => countText(waiting) },
  utilisation: { label: 'busy', column: 'busy', text: ({ busy }) => countText(busy) },
  memory: { label: 'memory', column: 'memoryMb', text: ({ memoryMb }) => `${countText(memoryMb)} MB` },
};

const store = createStore({
  context: { pins: {} as Readonly<Record<string, string>> },
  on: {
    turn: ({ pins }, { node, chart }: { node: string; chart: string }) => {
      const { [node]: before, ...others } = pins;
      return { pins: before === chart ? others : { ...others, [node]: chart } };
    },
  },
});

/** Pins a chart's figure to a part in the place of another one, or takes it off again. */
export function turnPin(node: string, chart: string): void {
  store.trigger.turn({ node, chart });
}

/** The chart whose figure is pinned to a part; null when there is none. */
export function useNodePin(node: string): string | null {
  return useSelector(store, ({ context }) => context.pins[node] ?? null);
}
