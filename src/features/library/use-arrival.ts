/** What a visit begins with: a link, an address with wishes, or the work of the last visit. Told once, and never by an exception. */
import { useEffect, useRef } from 'react';
import { holdsMoment } from './link/fragment';
import { readLink } from './link/read-link';
import { asksForDocument, readParams, type Wishes } from './link/params';
import { pageKeeper } from './save/page-keeper';
import type { Opening } from './use-opening';
import type { GalleryEntry } from './dialogs/Gallery';
import { type Playground, usePlayground } from '../shared/playground';
import type { Moment } from '@/scenario/link';
import { readScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import { showToast } from '@/ui';

/** A scenario as an address wants it. */
export function wished(scenario: Scenario, { seed, mode, parts }: Wishes): Scenario {
  const locks = { mode: mode ?? scenario.locks.mode, parts: parts ? [...parts] : scenario.locks.parts };
  return { ...scenario, seed: seed ?? scenario.seed, locks };
}

/** The part of the wishes that concerns the run. */
function momentOf({ atUs, speed, isPlaying }: Wishes, scenario: Scenario): Partial<Moment> {
  return {
    ...(atUs === undefined ? {} : { atUs: Math.min(atUs, scenario.durationMs * 1000) }),
    ...(speed === undefined ? {} : { speed }),
    ...(isPlaying === undefined ? {} : { isPlaying }),
  };
}

const isUntouched = ({ document }: Playground): boolean => {
  const { generation, past } = document.getSnapshot().context;
  return generation === 0 && past.length === 0;
};

function isReload(): boolean {
  const [entry] = performance.getEntriesByType('navigation');
  return entry instanceof PerformanceNavigationTiming && entry.type === 'reload';
}

/** Takes the link out of the address: a reload continues the work on it, and does not begin it anew. */
function stripFragment(): void {
  const { pathname, search } = window.location;
  window.history.replaceState(window.history.state, '', pathname + search);
}

async function openLink(take: Opening['take'], isChosen: boolean): Promise<void> {
  const reading = await readLink(window.location.hash);
  stripFragment();
  take({ name: 'The link', thing: 'link', reading, isChosen });
}

function tellWarnings(warnings: readonly string[]): void {
  if (warnings.length === 0) return;
  const title = 'Part of the address was left out';
  showToast({ key: 'library-address', title, text: warnings.join(' '), tone: 'warn', durationMs: null });
}

/** The scenario with the sliders that the address wants; a path that leads to no number is told. */
async function withWishedPins(scenario: Scenario, { pins }: Wishes, warnings: readonly string[]): Promise<Scenario> {
  if (!pins) return scenario;
  const { pinnedAs } = await import('../shared/settings/pins');
  const { scenario: next, lost } = pinnedAs(scenario, pins);
  if (lost.length > 0) tellWarnings([...warnings, ...lost.map((path) => `“pin=${path}” was left out: no number stands there.`)]);
  return next;
}

/** The work of the last visit, or a copy of what another tab shows. */
async function resume(playground: Playground, openNow: Opening['openNow'], moment: Partial<Moment>): Promise<boolean> {
  const found = await pageKeeper().begin();
  if (found.damaged > 0) {
    showToast({ title: 'Something saved here is damaged', text: 'It was left as it is; everything else can be opened.', tone: 'warn' });
  }
  if (found.isSecondTab) {
    const text = 'Here you work on a copy: neither tab touches the work of the other.';
    showToast({ title: 'This page is open in another tab, too', text });
  }
  if (found.text === null || !isUntouched(playground)) return false;
  const reading = readScenario(found.text);
  if (!reading.ok) {
    showToast({ title: 'Your last scenario could not be opened', text: 'It is still in the list of earlier versions.', tone: 'warn' });
    return false;
  }
  openNow(reading.scenario, { moment, isSaved: true, isQuiet: true });
  showToast({ title: `Here is ${reading.scenario.title || 'your scenario'} again, as you left it`, tone: 'ok' });
  return true;
}

async function arrive(playground: Playground, { take, openNow }: Opening, shipped: readonly GalleryEntry[]): Promise<void> {
  const { wishes, warnings } = readParams(window.location.search, { shipped: shipped.map(({ id }) => id) });
  tellWarnings(warnings);
  if (holdsMoment(window.location.hash)) return openLink(take, true);
  const present = playground.document.getSnapshot().context.scenario;
  const asks = asksForDocument(wishes);
  if ((!asks || isReload()) && (await resume(playground, openNow, asks ? {} : momentOf(wishes, present)))) return;
  if (!isUntouched(playground)) return;
  const scenario = shipped.find(({ id }) => id === wishes.scenario)?.make() ?? present;
  const moment = momentOf(wishes, scenario);
  if (asks) openNow(await withWishedPins(wished(scenario, wishes), wishes, warnings), { moment, isQuiet: true });
  else if (Object.keys(moment).length > 0) openNow(scenario, { moment, isSaved: true, isQuiet: true });
}

/** See the file's header. */
export function useArrival(opening: Opening, shipped: readonly GalleryEntry[] | null): void {
  const playground = usePlayground();
  const hasArrived = useRef(false);
  useEffect(() => {
    // An address may name any of the shipped scenarios.
    if (hasArrived.current || shipped === null) return;
    hasArrived.current = true;
    void pageKeeper().begin();
    void arrive(playground, opening, shipped);
  }, [playground, opening, shipped]);

  const { take } = opening;
  useEffect(() => {
    const onHash = (): void => {
      if (holdsMoment(window.location.hash)) void openLink(take, true);
    };
    window.addEventListener('hashchange', onHash);
    return () => window.removeEventListener('hashchange', onHash);
  }, [take]);
}
