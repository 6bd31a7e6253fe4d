/**
 * A moment that can be handed on: the scenario (with its seed), and where somebody stood in its run. This is what a share link
 * carries once it has been unpacked; packing needs the browser and lies with the page. Everything in it comes from a stranger:
 * the scenario passes the reader of files, the rest this schema, and what is wrong becomes problems, never an exception.
 */
import * as z from 'zod/mini';
import type { Problem } from './problem';
import { checkScenario, readValue } from './read';
import { idSchema, type Scenario } from './schema';
import { problemsOf, UNWORDED } from './sentences';

const coordinate = z.number().check(z.gte(-1_000_000), z.lte(1_000_000));

const momentSchema = z.strictObject({
  /** Simulated microseconds since the beginning of the run. */
  atUs: z._default(z.int().check(z.gte(0), z.lte(86_400_000_000)), 0),
  isPlaying: z._default(z.boolean(), false),
  /** Simulated seconds per second, or as fast as can be. */
  speed: z._default(z.union([z.literal('max'), z.number().check(z.gt(0), z.lte(10_000))]), 1),
  camera: z._default(
    z.nullable(z.strictObject({ x: coordinate, y: coordinate, zoom: z.number().check(z.gte(0.05), z.lte(8)) })),
    null,
  ),
  /** Ids of open panels, as the page names them. */
  panels: z._default(z.array(z.string().check(z.maxLength(40))).check(z.maxLength(20)), []),
  /** Id of the node or wire that was selected. */
  focus: z._default(z.nullable(idSchema), null),
});

/** Where somebody stood. */
export type Moment = z.infer<typeof momentSchema>;

/** A moment at the beginning of a run, with nothing opened. */
export const FIRST_MOMENT: Moment = { atUs: 0, isPlaying: true, speed: 1, camera: null, panels: [], focus: null };

/** What a link holds. */
export type LinkReading =
  | { readonly ok: true; readonly scenario: Scenario; readonly moment: Moment; readonly repairs: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** The text that goes into a link. No blanks: a link is short or it is not clicked. */
export function writeMoment(scenario: Scenario, moment: Moment): string {
  return JSON.stringify({ moment, scenario });
}

/** Reads the text of a link. Never throws. A moment that makes no sense costs the moment, not the scenario. */
export function readMoment(text: string): LinkReading {
  const parsed = readValue(text);
  if (!parsed.ok) return { ok: false, problems: parsed.problems };
  const { value } = parsed;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'scenario')) {
    return { ok: false, problems: [{ path: 'link', message: 'it holds no scenario: ask for the link once more' }] };
  }
  const held = value as { readonly scenario: unknown; readonly moment?: unknown };
  const reading = checkScenario(held.scenario);
  if (!reading.ok) return reading;
  const { scenario } = reading;
  const given = momentSchema.safeParse(held.moment ?? {}, UNWORDED);
  if (!given.success) {
    const wrong = problemsOf(given.error, momentSchema, held.moment, ['moment']);
    return { ok: true, scenario, moment: { ...FIRST_MOMENT, isPlaying: false }, repairs: [...reading.repairs, ...wrong] };
  }
  const { moment, repairs } = fitted(scenario, given.data);
  return { ok: true, scenario, moment, repairs: [...reading.repairs, ...repairs] };
}

/** The moment as far as the scenario has room for it. */
function fitted(scenario: Scenario, moment: Moment): { readonly moment: Moment; readonly repairs: readonly Problem[] } {
  const repairs: Problem[] = [];
  const endUs = scenario.durationMs * 1000;
  if (moment.atUs > endUs) {
    repairs.push({ path: 'moment.atUs', message: 'lies behind the end of the run: the end is shown' });
  }
  const isFocusKnown = moment.focus === null || Object.hasOwn(scenario.nodes, moment.focus) || Object.hasOwn(scenario.edges, moment.focus);
  if (!isFocusKnown) repairs.push({ path: 'moment.focus', message: 'names no part of this scenario: nothing is selected' });
  return {
    moment: { ...moment, atUs: Math.min(moment.atUs, Math.floor(endUs)), focus: isFocusKnown ? moment.focus : null },
    repairs,
  };
}
