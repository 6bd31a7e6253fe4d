/**
 * A state machine as a drawing needs it: states and arrows with their words, whatever machine they come from. The words and
 * the arrows are read from the XState definition by those who make one of these; nothing is drawn that does not run.
 */

/** A state. */
export interface ChartState {
  readonly id: string;
  readonly label: string;
  /** Second line; may be empty. */
  readonly hint: string;
  /** A sentence; may be empty. */
  readonly text: string;
}

/** An arrow. Several ways from one state to another are one arrow with several labels. */
export interface ChartArrow {
  readonly from: string;
  readonly to: string;
  readonly labels: readonly string[];
  /** A clock takes it, not an event. */
  readonly isTimed: boolean;
}

/** The drawing's content. */
export interface Chart {
  readonly initial: string;
  readonly states: readonly ChartState[];
  readonly arrows: readonly ChartArrow[];
}

/** One way from a state to another, before ways between the same two are joined. `from` may be "*": from every state. */
export interface ChartWay {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly isTimed: boolean;
}

/** Joins ways into arrows; ways to or from states that are not shown are left out. */
export function makeChart(initial: string, states: readonly ChartState[], ways: readonly ChartWay[]): Chart {
  const ids = states.map(({ id }) => id);
  const spread = ways.flatMap((way) =>
    way.from === '*' ? ids.filter((id) => id !== way.to).map((from) => ({ ...way, from })) : [way],
  );
  const arrows = new Map<string, ChartArrow>();
  for (const { from, to, label, isTimed } of spread) {
    if (!ids.includes(from) || !ids.includes(to)) continue;
    const key = `${from} ${to}`;
    const known = arrows.get(key);
    const labels = label === '' ? [] : [label];
    arrows.set(
      key,
      known
        ? { ...known, labels: [...known.labels, ...labels], isTimed: known.isTimed && isTimed }
        : { from, to, labels, isTimed },
    );
  }
  return { initial, states, arrows: [...arrows.values()] };
}

/** What a chart says to somebody who does not see it. */
export function chartWords(chart: Chart, current: string): string {
  const labelOf = (id: string): string => chart.states.find((state) => state.id === id)?.label ?? id;
  const state = chart.states.find(({ id }) => id === current);
  const leaving = chart.arrows
    .filter(({ from }) => from === current)
    .map(({ to, labels }) => `to ${labelOf(to)}: ${labels.join(' or ')}`);
  const now = `State ${labelOf(current)}${state?.hint ? `, ${state.hint}` : ''}.`;
  return leaving.length === 0 ? now : `${now} Ways out: ${leaving.join('; ')}.`;
}
