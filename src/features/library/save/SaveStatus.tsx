/**
 * Where saving stands, in words: saved, saving, or not saved with the reason and the way out. It says nothing before there is
 * something to save. A press leads to the earlier versions.
 */
import type { ReactNode } from 'react';
import { Check, CircleAlert, Copy, LoaderCircle, type LucideIcon } from 'lucide-react';
import type { KeeperState } from './keeper';
import { useKeeperState } from './page-keeper';
import { downloadScenario } from '../files';
import { showLibrary } from '../open-dialogs';
import { usePlayground } from '../../shared/playground';
import { Button, Tooltip } from '@/ui';

const sentenceOf = (reason: string): string => `${reason.slice(0, 1).toUpperCase()}${reason.slice(1)}.`;

/** The words of a state. Pure, so that a test can read them. */
export function saveWords({ status, place }: KeeperState): { readonly label: string; readonly hint: string } | null {
  const isCopy = place !== null && !place.isFirst;
  switch (status.kind) {
    case 'untouched':
      return isCopy ? { label: 'Second tab', hint: 'This page is open in another tab. What you do here is kept apart from it.' } : null;
    case 'saving':
      return { label: 'Saving…', hint: 'Your changes are being written to this browser.' };
    case 'saved':
      return isCopy
        ? { label: 'Saved as a copy', hint: 'Another tab has this page open, too. Both are kept; each has its own place.' }
        : { label: 'Saved', hint: 'In this browser, on this machine. Export a file to keep it elsewhere.' };
    case 'failed':
      return { label: 'Not saved', hint: `${sentenceOf(status.reason)} Export a file, or your changes are lost with this tab.` };
  }
}

const ICONS: Readonly<Record<KeeperState['status']['kind'], LucideIcon>> = {
  untouched: Copy,
  saving: LoaderCircle,
  saved: Check,
  failed: CircleAlert,
};

/** See the file's header. */
export function SaveStatus(): ReactNode {
  const state = useKeeperState();
  const { document } = usePlayground();
  const words = saveWords(state);
  if (!words) return null;
  const Icon = ICONS[state.status.kind];
  if (state.status.kind === 'failed') {
    return (
      <Tooltip text={words.label} hint={words.hint}>
        <Button className="save-status" data-kind="failed" icon={Icon} variant="quiet"
          onClick={() => downloadScenario(document.getSnapshot().context.scenario)}>
          Not saved: download
        </Button>
      </Tooltip>
    );
  }
  return (
    <Tooltip text={words.label} hint={words.hint}>
      <button type="button" className="save-status" data-kind={state.status.kind} aria-label={`${words.label}: earlier versions`}
        onClick={() => showLibrary('open')}>
        <Icon aria-hidden className="ui-icon" />
        <span>{words.label}</span>
      </button>
    </Tooltip>
  );
}
