/** The rules as a file that Prometheus reads (`rule_files`): see `promtool check rules`. */
import { durationText } from './promql/durations';
import type { AlertRuleSettings, MonitorSettings } from './settings';

/** A text in double quotes: JSON's way of writing it is YAML's, too. */
const quoted = (text: string): string => JSON.stringify(text);

function ruleLines({ alert, expr, forMs, keepFiringForMs, severity, summary }: AlertRuleSettings): readonly string[] {
  return [
    `      - alert: ${alert}`,
    `        expr: ${quoted(expr)}`,
    ...(forMs > 0 ? [`        for: ${durationText(forMs)}`] : []),
    ...(keepFiringForMs > 0 ? [`        keep_firing_for: ${durationText(keepFiringForMs)}`] : []),
    '        labels:',
    `          severity: ${severity}`,
    ...(summary === '' ? [] : ['        annotations:', `          summary: ${quoted(summary)}`]),
  ];
}

/** A rule file in YAML, for settings that have passed the check. `keep_firing_for` needs Prometheus 2.42. */
export function prometheusRules({ evaluateMs, rules }: MonitorSettings, group = 'faultline'): string {
  const head = ['groups:', `  - name: ${quoted(group)}`, `    interval: ${durationText(evaluateMs)}`];
  const body = rules.length === 0 ? ['    rules: []'] : ['    rules:', ...rules.flatMap(ruleLines)];
  return `${[...head, ...body].join('\n')}\n`;
}
