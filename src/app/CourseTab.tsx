/** The course's tab with the shipped exercises; a chunk of its own. */
import type { ReactNode } from 'react';
import { EXERCISES } from './exercises';
import { CourseSheet } from '@/features/course-sheet/CourseSheet';
import { StoryTellerContext } from '@/features/course-sheet/story-teller';
import { presentStory } from '@/features/presenter/presenter';

export function CourseTab(): ReactNode {
  return (
    <StoryTellerContext value={presentStory}>
      <CourseSheet exercises={EXERCISES} />
    </StoryTellerContext>
  );
}
