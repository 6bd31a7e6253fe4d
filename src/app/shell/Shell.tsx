/**
 * The page's frame: top bar, palette, canvas, side panel, and the time bar across the full width below. It knows sizes and
 * landmarks, not what is shown in them. Sizes are kept in pixels, so a larger window gives its room to the canvas.
 */
import { useEffect, useMemo, useRef, useState, type ReactNode, type RefObject } from 'react';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { Group, Panel, Separator, usePanelRef, type Layout } from 'react-resizable-panels';
import { PortalHost, Tooltip } from '@/ui';
import { bottomMinPx, canvasMinPx, loadSizes, rightMinPx, saveSizes } from './shell-sizes';
import type { ShellMode, ShellSizes, WindowSize } from './shell-sizes';
import './shell.css';

export interface ShellProps {
  readonly top: ReactNode;
  /** The palette; left out on the wall. */
  readonly left: ReactNode;
  readonly canvas: ReactNode;
  readonly right: ReactNode;
  readonly bottom: ReactNode;
  readonly mode: ShellMode;
  readonly isRightOpen: boolean;
  readonly onRightOpenChange: (isOpen: boolean) => void;
}

/** Wait after the last step of a resize before it is saved. */
const saveDelayMs = 50;
const storage = (): Storage => window.localStorage;
const windowSize = (): WindowSize => ({ widthPx: window.innerWidth, heightPx: window.innerHeight });

function RightToggle({
  isOpen,
  onChange,
}: {
  readonly isOpen: boolean;
  readonly onChange: (isOpen: boolean) => void;
}): ReactNode {
  const label = isOpen ? 'Close side panel' : 'Open side panel';
  const Icon = isOpen ? ChevronRight : ChevronLeft;
  return (
    <Tooltip text={label} side="left">
      <button type="button" className="shell-toggle" aria-label={label} aria-expanded={isOpen} onClick={() => onChange(!isOpen)}>
        <Icon aria-hidden className="ui-icon" />
      </button>
    </Tooltip>
  );
}

interface PanelSizing {
  readonly initial: ShellSizes;
  /** The sizes last wished for; a closed side panel opens with its own. */
  readonly sizes: RefObject<ShellSizes>;
  readonly rightRef: ReturnType<typeof usePanelRef>;
  readonly bottomRef: ReturnType<typeof usePanelRef>;
  readonly remember: (layout: Layout, meta: { readonly isUserInteraction: boolean }) => void;
}

/** Loads, keeps and saves the two sizes of each mode. */
function usePanelSizing(mode: ShellMode): PanelSizing {
  const initial = useMemo(() => loadSizes(mode, windowSize(), storage), [mode]);
  const sizes = useRef<ShellSizes>(initial);
  const modeShown = useRef(mode);
  const saveTimer = useRef<number | undefined>(undefined);
  const rightRef = usePanelRef();
  const bottomRef = usePanelRef();

  useEffect(() => {
    // Another mode is another layout; the panels are resized in place, because a remount would lose the canvas's view.
    if (modeShown.current === mode) return undefined;
    modeShown.current = mode;
    sizes.current = initial;
    // A panel that has been opened together with the change is known to its group a frame later.
    const frame = requestAnimationFrame(() => {
      rightRef.current?.resize(initial.rightPx);
      bottomRef.current?.resize(initial.bottomPx);
    });
    return () => cancelAnimationFrame(frame);
  }, [mode, initial, rightRef, bottomRef]);

  const remember = (_layout: Layout, meta: { readonly isUserInteraction: boolean }): void => {
    if (!meta.isUserInteraction) return;
    // The panels' boxes are measured after the layout has reached the page; many small steps are saved once.
    clearTimeout(saveTimer.current);
    saveTimer.current = window.setTimeout(() => {
      sizes.current = {
        rightPx: rightRef.current?.getSize().inPixels ?? sizes.current.rightPx,
        bottomPx: bottomRef.current?.getSize().inPixels ?? sizes.current.bottomPx,
      };
      saveSizes(mode, sizes.current, storage);
    }, saveDelayMs);
  };
  useEffect(() => () => clearTimeout(saveTimer.current), [mode]);

  return { initial, sizes, rightRef, bottomRef, remember };
}

export function Shell({ top, left, canvas, right, bottom, mode, isRightOpen, onRightOpenChange }: ShellProps): ReactNode {
  const { initial, sizes, rightRef, bottomRef, remember } = usePanelSizing(mode);
  const [host, setHost] = useState<HTMLElement | null>(null);
  return (
    <div className="shell" data-mode={mode}>
      <a className="shell-skip" href="#canvas">
        Skip to the canvas
      </a>
      {/* Menus and tooltips float inside the main landmark, so that a screen reader's list of landmarks leads to them. */}
      <PortalHost value={host}>
        <header className="shell-top">{top}</header>
        <main className="shell-main" ref={setHost}>
          <Group orientation="vertical" id="shell-rows" onLayoutChanged={remember}>
            <Panel id="shell-middle" minSize={canvasMinPx.height}>
              <div className="shell-middle">
                {mode === 'desk' && (
                  <nav className="shell-left" aria-label="Parts and faults">
                    {left}
                  </nav>
                )}
                <Group orientation="horizontal" className="shell-columns" id="shell-columns" onLayoutChanged={remember}>
                  <Panel id="shell-canvas" minSize={canvasMinPx.width}>
                    <section className="shell-canvas" id="canvas" tabIndex={-1} aria-label="Canvas">
                      {canvas}
                      <RightToggle isOpen={isRightOpen} onChange={onRightOpenChange} />
                    </section>
                  </Panel>
                  {isRightOpen && <Separator id="shell-right-edge" className="shell-edge" aria-label="Width of the side panel" />}
                  {isRightOpen && (
                    <Panel
                      id="shell-right"
                      panelRef={rightRef}
                      defaultSize={sizes.current.rightPx}
                      minSize={rightMinPx}
                      maxSize="60%"
                      groupResizeBehavior="preserve-pixel-size"
                    >
                      <aside className="shell-right" aria-label="Side panel">
                        {right}
                      </aside>
                    </Panel>
                  )}
                </Group>
              </div>
            </Panel>
            <Separator id="shell-bottom-edge" className="shell-edge" aria-label="Height of the time bar" />
            <Panel
              id="shell-bottom"
              panelRef={bottomRef}
              defaultSize={initial.bottomPx}
              minSize={bottomMinPx}
              maxSize="65%"
              groupResizeBehavior="preserve-pixel-size"
            >
              <section className="shell-bottom" aria-label="Time and charts">
                {bottom}
              </section>
            </Panel>
          </Group>
        </main>
      </PortalHost>
    </div>
  );
}
