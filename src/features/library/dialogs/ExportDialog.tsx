/** What can be taken away: the scenario as a file, a picture of it, and the figures of the run as a table. */
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { Braces, FileImage, Image as ImageIcon, type LucideIcon, Sheet } from 'lucide-react';
import { download, slugOf } from '../download';
import { downloadScenario } from '../files';
import { paletteOf } from '../picture/palette';
import { Picture } from '../picture/Picture';
import { pngOf, svgText } from '../picture/raster';
import { runCsv } from '../run-csv';
import { usePlayground } from '../../shared/playground';
import { clockText } from '../../shared/words';
import { faceOf, lookOf, type StateLook } from '@/kinds/faces';
import { Button, Dialog, SegmentedControl, showToast, Switch, useTheme } from '@/ui';

type Ground = 'light' | 'dark';
const GROUNDS = [{ value: 'light', label: 'Light' }, { value: 'dark', label: 'Dark' }] as const;

function Row({ icon: Icon, title, text, children }: {
  readonly icon: LucideIcon; readonly title: string; readonly text: string; readonly children: ReactNode;
}): ReactNode {
  return (
    <li className="library-export-row">
      <Icon aria-hidden className="ui-icon" />
      <div>
        <h3>{title}</h3>
        <p className="ui-muted">{text}</p>
      </div>
      {children}
    </li>
  );
}

/** The picture of this moment, with its states if they are wanted. Taken once: the dialog shows what it will export. */
function usePictureOf(hasStates: boolean): Pick<Parameters<typeof Picture>[0], 'scenario' | 'states' | 'caption'> {
  const { document, run } = usePlayground();
  return useMemo(() => {
    const { scenario } = document.getSnapshot().context;
    const states = new Map<string, StateLook>();
    for (const [id, { kind }] of Object.entries(scenario.nodes)) {
      const view = run.node(id);
      if (view && hasStates) states.set(id, lookOf(faceOf(kind), view.state));
    }
    const at = `at ${clockText(run.status.atUs)}, run ${run.status.fingerprint.slice(0, 8)}`;
    const caption = ['Faultline', `seed ${scenario.seed}`, ...(hasStates ? [at] : [])].join(' \u00b7 ');
    return { scenario, states, caption };
  }, [document, run, hasStates]);
}

function PictureRow(): ReactNode {
  const { theme } = useTheme();
  const [ground, setGround] = useState<Ground>(theme === 'dark' ? 'dark' : 'light');
  const [hasStates, setStates] = useState(true);
  const picture = useRef<SVGSVGElement>(null);
  const palette = useMemo(() => paletteOf(ground), [ground]);
  const shown = usePictureOf(hasStates);
  const name = slugOf(shown.scenario.title);
  const save = async (form: 'svg' | 'png'): Promise<void> => {
    if (!picture.current) return;
    try {
      const blob = form === 'svg' ? new Blob([svgText(picture.current)], { type: 'image/svg+xml' }) : await pngOf(picture.current);
      download(`${name}.${form}`, blob);
      showToast({ title: 'Exported as a picture', tone: 'ok' });
    } catch (error) {
      showToast({ title: 'The picture was not made', text: error instanceof Error ? error.message : undefined, tone: 'bad' });
    }
  };
  return (
    <Row icon={ImageIcon} title="Picture" text="Parts, wires and what guards them, for a handout or a slide.">
      <div className="library-export-buttons">
        <Button icon={FileImage} onClick={() => void save('png')}>PNG</Button>
        <Button icon={FileImage} onClick={() => void save('svg')}>SVG</Button>
      </div>
      <div className="library-picture">
        <div className="library-picture-frame" style={{ background: palette.ground }}>
          <Picture ref={picture} {...shown} palette={palette} />
        </div>
        <div className="library-picture-choices">
          <SegmentedControl label="Ground of the picture" value={ground} options={GROUNDS} onChange={setGround} />
          <Switch label="With the states of this moment" isOn={hasStates} onChange={setStates} />
        </div>
      </div>
    </Row>
  );
}

function Rows(): ReactNode {
  const { document, run } = usePlayground();
  const [count] = useState(() => run.samples.length);
  const saveRun = (): void => {
    const { title } = document.getSnapshot().context.scenario;
    download(`${slugOf(title)}-run.csv`, new Blob([runCsv(run.samples)], { type: 'text/csv' }));
    showToast({ title: 'Exported as a table', tone: 'ok' });
  };
  const saveFile = (): void => {
    downloadScenario(document.getSnapshot().context.scenario);
    showToast({ title: 'Exported as a JSON file', tone: 'ok' });
  };
  return (
    <ul className="library-export">
      <Row icon={Braces} title="Scenario file" text="Everything: parts, wires, faults, seed. This page opens it again without a change.">
        <Button variant="primary" onClick={saveFile}>JSON file</Button>
      </Row>
      <Row icon={Sheet} title="Table of the run"
        text={count > 0
          ? `${count} rows so far, every figure of every part and wire, for a spreadsheet.`
          : 'Nothing yet: let the run go on for a moment.'}>
        <Button onClick={saveRun} disabled={count === 0}>CSV file</Button>
      </Row>
      <PictureRow />
    </ul>
  );
}

/** See the file's header. */
export function ExportDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }): ReactNode {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} size="wide" title="Export" description="Files go to your machine, nowhere else.">
      <Rows />
    </Dialog>
  );
}
