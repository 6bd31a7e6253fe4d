/** Why the run stands still, in a sentence with what to do: the engine broke, a limit was reached, or it paused by itself. */
import { memo, type ReactNode, useEffect } from 'react';
import { CircleAlert, CirclePause, OctagonAlert, RotateCcw } from 'lucide-react';
import { useSelector } from '@xstate/store-react';
import { untilStore } from './until-store';
import { type Notice, noticeOf } from './words';
import { useDocument, usePlayground, useRunStatus, useTransitions } from '../shared/playground';
import { announce, Button } from '@/ui';

const ICONS = { bad: OctagonAlert, warn: CircleAlert, info: CirclePause } as const;

/** The notice as one text, so that frames which change nothing of it draw nothing. */
function useNotice(pauseOn: readonly string[]): Notice | null {
  const scenario = useDocument((state) => state.scenario);
  const transitions = useTransitions();
  const found = useSelector(untilStore, ({ context }) => context.found);
  const text = useRunStatus((status) => JSON.stringify(noticeOf(scenario, status, transitions, pauseOn, found)));
  return JSON.parse(text) as Notice | null;
}

/** Draws the strip, or nothing. */
export const NoticeStrip = memo(function NoticeStrip({ pauseOn }: { readonly pauseOn: readonly string[] }): ReactNode {
  const { controls } = usePlayground();
  const notice = useNotice(pauseOn);
  const spoken = notice ? `${notice.title} ${notice.text}` : '';
  const isUrgent = notice?.tone !== 'info';
  useEffect(() => {
    if (spoken !== '') announce(spoken, isUrgent ? 'urgent' : 'reply');
  }, [spoken, isUrgent]);
  if (!notice) return null;
  const Icon = ICONS[notice.tone];
  return (
    <div className="timebar-notice" data-tone={notice.tone}>
      <Icon aria-hidden className="ui-icon" />
      <p>
        <strong>{notice.title}</strong> {notice.text}
      </p>
      {notice.action !== null && (
        <Button size="small" icon={RotateCcw} onClick={controls.play}>
          {notice.action}
        </Button>
      )}
    </div>
  );
});
