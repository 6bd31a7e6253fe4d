/** What the page and a grader's worker say to each other. One job at a time; a job is called off by ending the worker. */
import type { Figures } from '@/course/measure';
import type { SeedResult } from '@/course/result';
import type { Lab } from '@/course/schema';
import type { Scenario } from '@/scenario/schema';

/** One piece of quiet work. */
export type GradeJob =
  | { readonly type: 'seed'; readonly lab: Lab; readonly design: Scenario; readonly seed: number }
  | { readonly type: 'figures'; readonly scenario: Scenario; readonly metrics: readonly string[] };

/** From the worker. */
export type FromGrader =
  | { readonly type: 'progress'; readonly ratio: number }
  /** One seed; with remarks there was nothing to run. */
  | { readonly type: 'seed'; readonly result: SeedResult | null; readonly remarks: readonly string[] }
  | { readonly type: 'figures'; readonly figures: Figures }
  | { readonly type: 'failed'; readonly message: string };
