/** Who belongs to a group, after parts are gone or have joined another one. */
import type { Scenario, ScenarioAnnotation } from '@/scenario/schema';

/** The same scenario in which no group holds these parts; groups that are left without any part go. */
export function withoutMembers(scenario: Scenario, gone: ReadonlySet<string>): Scenario {
  const changed: Record<string, ScenarioAnnotation> = {};
  let isOther = false;
  for (const [id, annotation] of Object.entries(scenario.annotations)) {
    const members = annotation.members.filter((member) => !gone.has(member));
    if (members.length === annotation.members.length) changed[id] = annotation;
    else if (members.length > 0) changed[id] = { ...annotation, members };
    if (changed[id] !== annotation) isOther = true;
  }
  return isOther ? { ...scenario, annotations: changed } : scenario;
}
