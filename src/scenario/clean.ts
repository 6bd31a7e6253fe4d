/** Texts of a scenario without what cannot be seen in them. */
import { plainCopy } from './plain-copy';
import type { Problem } from './problem';
import type { Scenario } from './schema';

/** Control characters, and those that turn the direction of writing: unseen, they make one text look like another. */
const UNSEEN = /(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu;

/** A text without them. */
export function cleanText(text: string): string {
  return text.replace(UNSEEN, '');
}

/** Cleans all texts of a scenario in place, and says which had something to clean. */
export function cleanTexts(scenario: Scenario): readonly Problem[] {
  const repairs: Problem[] = [];
  const clean = (text: string, path: string): string => {
    const cleaned = cleanText(text);
    if (cleaned !== text) repairs.push({ path, message: 'invisible control characters have been removed' });
    return cleaned;
  };
  scenario.title = clean(scenario.title, 'title');
  scenario.notes = clean(scenario.notes, 'notes');
  scenario.author = clean(scenario.author, 'author');
  for (const [id, node] of Object.entries(scenario.nodes)) node.name = clean(node.name, `nodes.${id}.name`);
  for (const [id, note] of Object.entries(scenario.annotations)) note.text = clean(note.text, `annotations.${id}.text`);
  scenario.objectives.forEach((objective, i) => {
    objective.text = clean(objective.text, `objectives.${i}.text`);
  });
  scenario.pinned.forEach((pin, i) => {
    pin.label = clean(pin.label, `pinned.${i}.label`);
  });
  return repairs;
}

/** A scenario whose texts are clean: the very same one when they are. */
export function withCleanTexts(scenario: Scenario): Scenario {
  const texts = [
    scenario.title, scenario.notes, scenario.author, ...Object.values(scenario.nodes).map(({ name }) => name),
    ...Object.values(scenario.annotations).map(({ text }) => text), ...scenario.objectives.map(({ text }) => text),
    ...scenario.pinned.map(({ label }) => label),
  ];
  if (texts.every((text) => cleanText(text) === text)) return scenario;
  const copy = plainCopy(scenario).value as Scenario;
  cleanTexts(copy);
  return copy;
}
