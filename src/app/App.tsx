/** The page: brings the features together inside the shell. */
import { useState, type ReactNode } from 'react';
import { ScenarioMenu, useTopActions } from './use-top-actions';
import { Shell } from './shell/Shell';
import { TopBar, type TopBarAction } from './shell/TopBar';
import { SidePanel } from './SidePanel';
import { Canvas } from '@/features/canvas/Canvas';
import { Charts } from '@/features/charts/Charts';
import { Palette } from '@/features/palette/Palette';
import { FaultRail } from '@/features/fault-rail/FaultRail';
import { TimeBar } from '@/features/run-control/TimeBar';
import { type Playground, PlaygroundProvider, useDocument, usePlayground, useShownStatus } from '@/features/shared/playground';
import { useSweep } from '@/features/sweep/session';
import { deferred, ErrorBoundary, UiProvider, useTheme } from '@/ui';

const MachineCard = deferred(() => import('@/features/statechart/MachineCard').then((module) => module.MachineCard));
const SelectedMachine = deferred(() => import('@/features/statechart/SelectedMachine').then((module) => module.SelectedMachine));
const PinDock = deferred(() => import('@/features/inspector/PinDock').then((module) => module.PinDock));
const RunTools = deferred(() => import('./RunTools').then((module) => module.RunTools));
const CommandDesk = deferred(() => import('./CommandDesk').then((module) => module.CommandDesk));
const SweepDialog = deferred(() => import('@/features/sweep/SweepDialog').then((module) => module.SweepDialog));

/** Eight digits of the fingerprint: enough for two students to compare. */
const shortHash = (hash: string): string | null => (hash === '' ? null : `${hash.slice(0, 4)}-${hash.slice(-4)}`);

/** The top bar, apart from the page: the fingerprint changes all the time. */
function Top({ actions }: { readonly actions: readonly TopBarAction[] }): ReactNode {
  const playground = usePlayground();
  const title = useDocument(({ scenario }) => scenario.title);
  const seed = useDocument(({ scenario }) => scenario.seed);
  const undoLabel = useDocument(({ past }) => past.at(-1)?.label ?? null);
  const redoLabel = useDocument(({ future }) => future.at(-1)?.label ?? null);
  const fingerprint = useShownStatus().fingerprint;
  return (
    <TopBar
      title={title}
      seed={seed}
      runHash={shortHash(fingerprint)}
      fingerprint={fingerprint}
      menu={<ScenarioMenu />}
      actions={actions}
      onRename={(next) => playground.change('rename the scenario', (scenario) => ({ ...scenario, title: next }))}
      undo={{ label: undoLabel, onClick: playground.undo }}
      redo={{ label: redoLabel, onClick: playground.redo }}
    />
  );
}

/** A constant, so that the time bar is drawn again for its own reasons only. */
const TOOLS = <RunTools />;

const renderMachine = (wireId: string): ReactNode => <MachineCard wireId={wireId} />;

function Page(): ReactNode {
  const { isProjector } = useTheme();
  const [isRightOpen, setRightOpen] = useState(true);
  const generation = useDocument((state) => state.generation);
  const isNodeSelected = useDocument(({ selection }) => selection?.kind === 'node');
  // Once it has been open it stays, closed: so it closes as every dialog does.
  const [hasSwept, setSwept] = useState(false);
  if (useSweep((state) => state.isOpen) && !hasSwept) setSwept(true);
  const hasPins = useDocument(({ scenario }) => scenario.pinned.length > 0);
  const { actions, elements, showHelp } = useTopActions();
  const mode = isProjector ? 'projector' : 'desk';

  const part = (name: string, node: ReactNode): ReactNode => (
    <ErrorBoundary part={name} resetKey={generation}>
      {node}
    </ErrorBoundary>
  );
  return (
    <>
      <Shell
        mode={mode}
        isRightOpen={isRightOpen}
        onRightOpenChange={setRightOpen}
        top={<Top actions={actions} />}
        left={part('The rail', <FaultRail parts={<Palette />} />)}
        canvas={(
          <>
            {hasPins && part('The pinned settings', <PinDock />)}
            <div className="shell-stage">
              {part('The canvas', <><Canvas key={generation} renderMachine={renderMachine} />{isNodeSelected && <SelectedMachine />}</>)}
            </div>
          </>
        )}
        right={part('The side panel', <SidePanel />)}
        bottom={part('The time bar', <TimeBar mode={mode} tools={TOOLS} charts={part('The charts', <Charts mode={mode} />)} />)}
      />
      {elements}
      <CommandDesk showHelp={showHelp} isPanelOpen={isRightOpen} setPanelOpen={setRightOpen} />
      {hasSwept && <SweepDialog />}
    </>
  );
}

export function App({ playground }: { readonly playground: Playground }): ReactNode {
  return (
    <PlaygroundProvider value={playground}>
      <UiProvider>
        <Page />
      </UiProvider>
    </PlaygroundProvider>
  );
}
