/** Who presents a guided story: another feature, handed in by the page. Null where nobody does. */
import { createContext } from 'react';
import type { Exercise } from '@/course/schema';

/** Presents the moments over the run that is open. */
export type StoryTeller = (moments: Exercise['story']) => void;

/** The teller for everything inside. */
export const StoryTellerContext = createContext<StoryTeller | null>(null);
