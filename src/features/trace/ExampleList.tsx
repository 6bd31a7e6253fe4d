/** A list of requests: when each began, how long it took, how it ended. Every line is a button. */
import type { ReactNode } from 'react';
import { endWord, lineText, spanText } from './words';
import { clockText, nameOf } from '../shared/words';
import { useDocument } from '../shared/playground';
import type { TraceSummary } from '@/simulation/trace-book';
import { StateGlyph } from '@/ui';

interface ExampleListProps {
  readonly lines: readonly TraceSummary[];
  readonly onChoose: (trace: number) => void;
}

/** Draws the list. */
export function ExampleList({ lines, onChoose }: ExampleListProps): ReactNode {
  const scenario = useDocument((state) => state.scenario);
  return (
    <ol className="trace-list">
      {lines.map((line) => {
        const { trace, startUs, latencyUs, reason, source, urlPath } = line;
        return (
          <li key={trace}>
            <button type="button" className="trace-line" data-trace={trace} onClick={() => onChoose(trace)}
              data-tone={reason === null ? (line.isFallback ? 'warn' : 'ok') : 'bad'}>
              <span className="ui-num trace-line-time">{clockText(startUs)}</span>
              <span className="trace-line-what">
                <StateGlyph shape={reason === null ? (line.isFallback ? 'triangle' : 'circle') : 'diamond'} />
                <span className="ui-hidden">{endWord(line)}, </span>
                {nameOf(scenario, source)}
                {urlPath !== '/' && <span className="ui-muted"> {urlPath}</span>}
              </span>
              <strong className="ui-num trace-line-long">{spanText(latencyUs)}</strong>
              <span className="trace-line-why">{lineText(line)}</span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
