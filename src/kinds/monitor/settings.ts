/** Settings of a monitor. */

/** Who is woken: somebody at once, somebody in working hours, nobody. */
export type Severity = 'page' | 'ticket' | 'info';

/** A rule: an alert and when it fires. */
export interface AlertRuleSettings {
  /** Name of the alert: letters, digits and `_`, unique within a monitor. */
  readonly alert: string;
  /** An expression, see notes.md; at most 1,000 characters. */
  readonly expr: string;
  /** The expression has to hold this long, 0 to 86,400,000 whole milliseconds. */
  readonly forMs: number;
  /** A firing alert lasts this much longer than its expression, 0 to 86,400,000 whole milliseconds. */
  readonly keepFiringForMs: number;
  readonly severity: Severity;
  /** What is told to people; `{{ $value }}` and `{{ $labels.NAME }}` stand for the figure and a label. */
  readonly summary: string;
}

/** What is looked at how often, and when somebody is told. */
export interface MonitorSettings {
  /** Between two readings of all counters, 100 to 3,600,000 whole milliseconds. */
  readonly scrapeMs: number;
  /** Between two evaluations of all rules, 100 to 3,600,000 whole milliseconds. */
  readonly evaluateMs: number;
  /** At most 50. */
  readonly rules: readonly AlertRuleSettings[];
}
