/**
 * The course beside the canvas: the list of exercises or the one that is open, and what can be done with it as a whole
 * (present, print, hand in). Props are the shipped exercises; those from files join them.
 */
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { BookOpen, Download, FileJson, FileText, Presentation, Printer } from 'lucide-react';
import { downloadText } from './download';
import { ExerciseList } from './ExerciseList';
import { ExerciseSheet } from './ExerciseSheet';
import { PrintSheet } from './PrintSheet';
import { useSession } from './use-course';
import { Wall, type WallPlace } from './Wall';
import { keepDesigns } from './work';
import { usePlayground } from '../shared/playground';
import { answersAsJson, answersAsMarkdown } from '@/course/export';
import type { Progress } from '@/course/progress';
import type { Exercise } from '@/course/schema';
import { Button, EmptyState, Menu, type MenuEntry, showToast } from '@/ui';
import './course-sheet.css';
import './course-wall.css';
import './course-print.css';

/** Shipped and opened exercises; one from a file takes the place of a shipped one with its id. */
function together(shipped: readonly Exercise[], extra: readonly Exercise[]): readonly Exercise[] {
  const replaced = shipped.map((exercise) => extra.find(({ id }) => id === exercise.id) ?? exercise);
  return [...replaced, ...extra.filter(({ id }) => !shipped.some((exercise) => exercise.id === id))];
}

function handIn(kind: 'md' | 'json', exercises: readonly Exercise[], progress: Progress): void {
  const name = exercises.length === 1 && exercises[0] ? `${exercises[0].id}-answers` : 'course-answers';
  if (kind === 'md') downloadText(`${name}.md`, answersAsMarkdown(exercises, progress), 'text/markdown');
  else downloadText(`${name}.json`, answersAsJson(exercises, progress), 'application/json');
  showToast({ title: 'Your answers are saved as a file', tone: 'ok' });
}

/** The bar over the sheet. */
function Bar({
  exercises,
  progress,
  onPresent,
  onPrint,
}: {
  readonly exercises: readonly Exercise[];
  readonly progress: Progress;
  /** Null where there is nothing to present. */
  readonly onPresent: (() => void) | null;
  readonly onPrint: () => void;
}): ReactNode {
  const entries: MenuEntry[] = [
    { kind: 'item', id: 'md', label: 'Answers as Markdown', icon: FileText, onSelect: () => handIn('md', exercises, progress) },
    { kind: 'item', id: 'json', label: 'Answers as JSON', icon: FileJson, onSelect: () => handIn('json', exercises, progress) },
    { kind: 'item', id: 'print', label: 'Print', icon: Printer, onSelect: onPrint },
  ];
  return (
    <div className="course-bar">
      {onPresent && (
        <Button size="small" variant="quiet" icon={Presentation} onClick={onPresent}>
          Present
        </Button>
      )}
      <Menu
        label="Hand in"
        align="end"
        entries={entries}
        trigger={
          <Button size="small" variant="quiet" icon={Download}>
            Hand in
          </Button>
        }
      />
    </div>
  );
}

const FIRST: WallPlace = { slide: 0, revealed: [] };

/** Draws the course. */
export function CourseSheet({ exercises: shipped }: { readonly exercises: readonly Exercise[] }): ReactNode {
  const { document } = usePlayground();
  const { keeping, progress, extra, exercise: openId } = useSession();
  useEffect(() => keepDesigns(document), [document]);
  const exercises = useMemo(() => together(shipped, extra), [shipped, extra]);
  const open = exercises.find(({ id }) => id === openId) ?? null;
  const [isPresenting, setPresenting] = useState(false);
  const [isPrinting, setPrinting] = useState(false);
  const places = useRef(new Map<string, WallPlace>());
  const [place, setPlace] = useState(FIRST);
  const donePrinting = useCallback(() => setPrinting(false), []);
  const move = (next: WallPlace): void => {
    setPlace(next);
    if (open) places.current.set(open.id, next);
  };
  const present = (): void => {
    setPlace((open && places.current.get(open.id)) ?? FIRST);
    setPresenting(true);
  };
  if (keeping === 'loading') return <EmptyState icon={BookOpen} title="Opening the course" />;
  const meant = open ? [open] : exercises;
  return (
    <div className="course" key={open?.id ?? 'list'}>
      <Bar exercises={meant} progress={progress} onPresent={open && present} onPrint={() => setPrinting(true)} />
      {open ? (
        <ExerciseSheet exercise={open} progress={progress} isExtra={extra.includes(open)} />
      ) : (
        <ExerciseList exercises={exercises} progress={progress} keeping={keeping} />
      )}
      {open && isPresenting && <Wall exercise={open} place={place} onPlace={move} onClose={() => setPresenting(false)} />}
      {isPrinting && <PrintSheet exercises={meant} progress={progress} onDone={donePrinting} />}
    </div>
  );
}
