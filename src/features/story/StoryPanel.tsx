/**
 * The story of any scenario: what is going on now, in a sentence with figures; the levers; how its objectives stand; why a part
 * died or piles up; what a variant would change; what its author says of it.
 */
import { type ReactNode, useState } from 'react';
import { Gauge, HeartCrack } from 'lucide-react';
import { count, headline, type Headline, howLong } from './wording';
import { type Death, lastDeath, pilingUp, type Pressure } from './causes';
import { Levers } from './Levers';
import { TwinCard } from './TwinCard';
import { useDocument, usePlayground, useRunLayout, useSamples, useShownStatus, useTransitions } from '../shared/playground';
import type { RunStatus } from '../shared/run-store';
import type { SampleLog } from '../shared/sample-log';
import { clockText, nameOf } from '../shared/words';
import type { Transition } from '@/engine/context';
import type { Scenario } from '@/scenario/schema';
import { Button, deferred, Panel, StateGlyph } from '@/ui';
import './story.css';

const Goals = deferred(() => import('../shared/goals/Goals').then((module) => module.Goals));

function HeadlineCard({ line }: { readonly line: Headline }): ReactNode {
  return (
    <div className="story-headline" data-tone={line.tone}>
      <h2>
        <StateGlyph shape={line.shape} className="ui-glyph story-glyph" />
        {line.title}
      </h2>
      <p>{line.text}</p>
    </div>
  );
}

function Row({ label, value, note }: { readonly label: string; readonly value: string; readonly note?: string }): ReactNode {
  return (
    <div className="story-row">
      <dt>{label}</dt>
      <dd className="ui-num">{value}</dd>
      {note !== undefined && <dd className="story-note">{note}</dd>}
    </div>
  );
}

/** The arithmetic of a queue that grows, measured on this run. */
function Arithmetic({ scenario, pressure }: { readonly scenario: Scenario; readonly pressure: Pressure }): ReactNode {
  const settings = scenario.nodes[pressure.node]?.settings ?? {};
  const perRequestKb = Number(settings['memoryPerRequestKb'] ?? 0);
  const limitMb =
    typeof settings['memoryLimitMb'] === 'number' ? settings['memoryLimitMb'] * Number(settings['pods'] ?? 1) : null;
  const growthMb = (pressure.growth * perRequestKb) / 1000;
  const leftS = limitMb !== null && growthMb > 0 ? (limitMb - pressure.memoryMb) / growthMb : null;
  return (
    <dl className="story-rows">
      <Row label="Requests arrive" value={`${count(pressure.arriving)} /s`} />
      <Row label="One request holds a worker" value={`${count(pressure.heldMs)} ms`} />
      <Row
        label="So its workers finish"
        value={`${count(pressure.finishing)} /s`}
        note={`${count(pressure.busy)} busy workers / ${count(pressure.heldMs)} ms`}
      />
      <Row
        label="The queue grows by"
        value={`${count(pressure.growth)} /s`}
        note={`${count(pressure.arriving)} − ${count(pressure.finishing)}`}
      />
      {perRequestKb > 0 && <Row label="Each waiting request holds" value={`${count(perRequestKb)} kB`} />}
      {leftS !== null && leftS > 0 && limitMb !== null && (
        <Row label={`Memory (${count(limitMb)} MB) is full in`} value={howLong(leftS)} />
      )}
    </dl>
  );
}

function DeathCard({ scenario, death }: { readonly scenario: Scenario; readonly death: Death }): ReactNode {
  const { controls } = usePlayground();
  const name = nameOf(scenario, death.node);
  return (
    <Panel
      title={`Why ${name} died`}
      icon={HeartCrack}
      className="story-death"
      actions={<Button onClick={() => controls.seek(Math.max(0, death.atUs - 1_000_000))}>Go there</Button>}
    >
      <p>
        At <b className="ui-num">{clockText(death.atUs)}</b>: {death.why}.
      </p>
      {death.isMemory && death.pressure && <Arithmetic scenario={scenario} pressure={death.pressure} />}
    </Panel>
  );
}

/** What the scenario is about; long notes come in paragraphs. */
function Notes({ text }: { readonly text: string }): ReactNode {
  const paragraphs = text.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== '');
  return paragraphs.map((paragraph) => <p key={paragraph} className="story-notes ui-muted">{paragraph}</p>);
}

/** What is told of: the present, or the past moment that the parts show. */
function useScene(): { readonly log: SampleLog; readonly transitions: readonly Transition[]; readonly status: RunStatus } {
  const { log } = useSamples();
  const transitions = useTransitions();
  const status = useShownStatus();
  const { pastUs, shownFaults } = status;
  if (pastUs === null) return { log, transitions, status };
  return {
    log: log.until(pastUs),
    transitions: transitions.filter(({ atUs }) => atUs <= pastUs),
    status: { ...status, atUs: pastUs, activeFaults: shownFaults, stopped: null, isAtEnd: false },
  };
}

/** Draws the story of the run. */
export function StoryPanel(): ReactNode {
  const scenario = useDocument((state) => state.scenario);
  const layout = useRunLayout();
  const { log, transitions, status } = useScene();
  const { run } = usePlayground();
  const piling = pilingUp(log, layout.nodes);
  const death = lastDeath(log, transitions);
  const [missed, setMissed] = useState<readonly string[]>([]);
  const hasGoals = scenario.objectives.length > 0;
  // How they stand is known of the present alone.
  const line = headline({ scenario, log, piling, death, status, run, missed: hasGoals && status.pastUs === null ? missed : [] });
  return (
    <div className="story">
      <HeadlineCard line={line} />
      <Levers />
      {hasGoals && <Goals onMissed={setMissed} />}
      {death && <DeathCard scenario={scenario} death={death} />}
      {piling && line.tone !== 'bad' && (
        <Panel title={`Why requests pile up in ${nameOf(scenario, piling.node)}`} icon={Gauge}>
          <Arithmetic scenario={scenario} pressure={piling} />
        </Panel>
      )}
      <TwinCard />
      <Notes text={scenario.notes} />
    </div>
  );
}
