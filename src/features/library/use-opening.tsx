/**
 * The one way in for everything that replaces the document: files, dropped or pasted things, links, versions, shipped scenarios.
 * What has problems is told and changes nothing; what was repaired, or would cover somebody's changes, is shown first.
 */
import { type ReactNode, useCallback, useState } from 'react';
import type { Candidate, Verdict } from './dialogs/ImportDialog';
import { openSaved } from './save/use-autosave';
import type { Viewport } from './viewport';
import { partKind } from '../shared/document-store';
import { type Playground, usePlayground } from '../shared/playground';
import type { LinkReading, Moment } from '@/scenario/link';
import type { Problem, Reading } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import { deferred, showToast } from '@/ui';

const ImportDialog = deferred(() => import('./dialogs/ImportDialog').then((module) => module.ImportDialog));
const VerdictDialog = deferred(() => import('./dialogs/ImportDialog').then((module) => module.VerdictDialog));

/** Something that was read, and how careful to be with it. */
export interface Arrival {
  readonly name: string;
  readonly thing: Verdict['thing'];
  readonly reading: Reading | LinkReading;
  /** Somebody chose exactly this, so it opens at once where nothing is lost by it. */
  readonly isChosen: boolean;
}

/** Opens things. */
export interface Opening {
  readonly take: (arrival: Arrival) => void;
  /** Opens a scenario that needs no look, at a moment if one is given. `isSaved`: it is what the store holds already. */
  readonly openNow: (scenario: Scenario, options?: OpenOptions) => void;
  readonly elements: ReactNode;
}

export interface OpenOptions {
  readonly moment?: Partial<Moment> | undefined;
  readonly isSaved?: boolean;
  /** Says so, with the way back. Off where whoever opens it says it better. */
  readonly isQuiet?: boolean;
  readonly repairs?: readonly Problem[];
}

/** Brings the run to a moment. The order matters: a pause would end a seek that is under way. */
function goTo({ controls, select, document }: Playground, moment: Partial<Moment>): void {
  if (moment.speed !== undefined) controls.setSpeed(moment.speed);
  const { atUs = 0 } = moment;
  // What has been opened plays already; a pause alone would leave it wherever it has come to, and the picture would depend on that.
  if (moment.isPlaying === false) controls.rest();
  if (atUs > 0) controls.seek(atUs);
  const focus = moment.focus ?? null;
  if (focus === null) return;
  select({ kind: partKind(document.getSnapshot().context.scenario, focus), id: focus });
}

function repairWords(count: number): string | undefined {
  if (count === 0) return undefined;
  return `${count === 1 ? 'One thing was' : `${count} things were`} changed on the way.`;
}

interface Waiting extends Candidate {
  readonly moment?: Moment | undefined;
}

/** See the file's header. */
export function useOpening(viewport: Viewport): Opening {
  const playground = usePlayground();
  const { document: store } = playground;
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const hasChanges = (): boolean => store.getSnapshot().context.past.length > 0;

  const openNow = useCallback((scenario: Scenario, options: OpenOptions = {}): void => {
    const { moment, isSaved = false, isQuiet = false, repairs = [] } = options;
    const before = store.getSnapshot().context;
    if (isSaved) openSaved(store, scenario);
    else store.trigger.open({ scenario });
    if (moment) goTo(playground, moment);
    if (moment?.camera !== undefined || moment?.panels !== undefined) {
      viewport.show({ camera: moment.camera ?? null, panels: moment.panels ?? [] });
    }
    if (isQuiet) return;
    const wasChanged = before.past.length > 0;
    showToast({
      key: 'library-opened',
      title: `Opened ${scenario.title || 'a scenario'}`,
      tone: repairs.length > 0 ? 'warn' : 'ok',
      text: repairWords(repairs.length),
      ...(wasChanged
        ? { action: { label: 'Back to mine', onClick: () => store.trigger.open({ scenario: before.scenario }) }, durationMs: 12_000 }
        : repairs.length > 0 ? {} : { durationMs: 3_000 }),
    });
  }, [playground, store, viewport]);

  const take = useCallback(({ name, thing, reading, isChosen }: Arrival): void => {
    if (!reading.ok) return setVerdict({ name, thing, problems: reading.problems });
    const { scenario, repairs } = reading;
    const moment = 'moment' in reading ? reading.moment : undefined;
    const isHarmless = isChosen && repairs.length === 0 && store.getSnapshot().context.past.length === 0;
    if (isHarmless) openNow(scenario, { moment });
    else setWaiting({ name, scenario, repairs, moment });
  }, [openNow, store]);

  return {
    take,
    openNow,
    elements: (
      <>
        {verdict && <VerdictDialog verdict={verdict} onClose={() => setVerdict(null)} />}
        {waiting && <ImportDialog candidate={waiting} hasChanges={hasChanges()} onClose={() => setWaiting(null)}
          onOpen={() => {
            if (waiting) openNow(waiting.scenario, { moment: waiting.moment, repairs: waiting.repairs });
            setWaiting(null);
          }} />}
      </>
    ),
  };
}
