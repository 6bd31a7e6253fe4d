/** The exercises that come with the product, each with the files beside it. Loaded with the course's tab, not with the page. */
import { inline } from '@/course/inline';
import { shapeExercise } from '@/course/read';
import type { Exercise } from '@/course/schema';

const FILES: Readonly<Record<string, unknown>> = import.meta.glob('../../scenarios/*/*.json', { eager: true, import: 'default' });
/** In the order of the course. */
const ORDER = ['service-discovery', 'api-gateway', 'circuit-breaker', 'service-mesh'];

/** Their scenarios are read when they are opened: `check` has tested every one. */
export const EXERCISES: readonly Exercise[] = ORDER.flatMap((folder) => {
  const file = FILES[`../../scenarios/${folder}/exercise.json`];
  if (file === undefined) return [];
  const reading = shapeExercise(inline(file, (name) => FILES[`../../scenarios/${folder}/${name}`]));
  if (reading.ok) return [reading.exercise];
  throw new Error(`${folder}/exercise.json: ${reading.problems.map(({ path, message }) => `${path}: ${message}`).join('; ')}`);
});
