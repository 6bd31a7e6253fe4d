/** The course's tab with the shipped exercises; a chunk of its own. */
import type { ReactNode } from 'react';
import { EXERCISES } from './exercises';
import { CourseSheet } from '@/features/course-sheet/CourseSheet';

export default function CourseTab(): ReactNode {
  return <CourseSheet exercises={EXERCISES} />;
}
