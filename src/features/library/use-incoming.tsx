/** Files and texts that come in by hand: chosen, dropped on the page, or pasted. */
import { type ReactNode, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { holdsMoment } from './link/fragment';
import { readLink } from './link/read-link';
import { readFile } from './files';
import type { Opening } from './use-opening';
import { readScenario } from '@/scenario/read';

/** Ways to hand something in. */
export interface Incoming {
  readonly chooseFile: () => void;
  readonly takeText: (text: string, isChosen: boolean) => void;
  readonly elements: ReactNode;
}

/** A link within a text, or null. */
export function fragmentIn(text: string): string | null {
  const at = text.indexOf('#');
  const fragment = at < 0 ? '' : text.slice(at).trim();
  return /^\s*\S+:\/\/\S+\s*$/.test(text) && holdsMoment(fragment) ? fragment : null;
}

/** True for a pasted text that means to be a scenario; all others are none of our business. */
export function looksLikeScenario(text: string): boolean {
  return fragmentIn(text) !== null || (/^\s*\{/.test(text) && text.includes('"faultline-scenario"'));
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;

function useDrop(open: (file: File, isChosen: boolean) => void): boolean {
  const [isDropping, setDropping] = useState(false);
  useEffect(() => {
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const over = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setDropping(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setDropping(false);
    };
    const drop = (event: DragEvent): void => {
      setDropping(false);
      if (!hasFiles(event)) return;
      // Without this the browser leaves the page for the file.
      event.preventDefault();
      const [file] = event.dataTransfer?.files ?? [];
      if (file) open(file, false);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [open]);
  return isDropping;
}

function usePaste(open: (file: File, isChosen: boolean) => void, takeText: Incoming['takeText']): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent): void => {
      if (event.defaultPrevented || isTyping(event.target)) return;
      const [file] = event.clipboardData?.files ?? [];
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (file?.name.endsWith('.json')) open(file, false);
      else if (looksLikeScenario(text)) takeText(text, false);
      else return;
      event.preventDefault();
    };
    window.addEventListener('paste', paste);
    return () => window.removeEventListener('paste', paste);
  }, [open, takeText]);
}

interface FileInputProps {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly onFile: (file: File) => void;
}

function FileInput({ input, onFile }: FileInputProps): ReactNode {
  return (
    <input ref={input} type="file" accept=".json,application/json" hidden aria-label="Open a scenario file"
      onChange={(event) => {
        const [file] = event.currentTarget.files ?? [];
        // The same file may be chosen again after it has been mended.
        event.currentTarget.value = '';
        if (file) onFile(file);
      }} />
  );
}

/** See the file's header. */
export function useIncoming(take: Opening['take']): Incoming {
  const input = useRef<HTMLInputElement>(null);
  const open = useCallback((file: File, isChosen: boolean): void => {
    void readFile(file).then((reading) => take({ name: file.name, thing: 'file', reading, isChosen }));
  }, [take]);
  const takeText = useCallback((text: string, isChosen: boolean): void => {
    const fragment = fragmentIn(text);
    if (fragment === null) return take({ name: 'The pasted text', thing: 'text', reading: readScenario(text), isChosen });
    void readLink(fragment).then((reading) => take({ name: 'The pasted link', thing: 'link', reading, isChosen }));
  }, [take]);
  const isDropping = useDrop(open);
  usePaste(open, takeText);
  return {
    chooseFile: () => input.current?.click(),
    takeText,
    elements: (
      <>
        <FileInput input={input} onFile={(file) => open(file, true)} />
        {isDropping && <div className="library-drop" aria-hidden><p>Drop the scenario file to look at it</p></div>}
      </>
    ),
  };
}
