/** The context of commands on this page: always the same object while the page is, so that keys need not be bound anew. */
import { useMemo } from 'react';
import type { CommandContext, PagePort } from './command';
import { usePlayground } from '../shared/playground';

/** Puts the playground and what the page offers together. Keep `page` the same object between renders. */
export function useCommandContext(page: PagePort): CommandContext {
  const playground = usePlayground();
  return useMemo(() => ({ playground, page }), [playground, page]);
}
