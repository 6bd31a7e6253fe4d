/** Two runs in figures, and in sentences once both are over. */
import type { ReactNode } from 'react';
import { figuresOf, rowsOf, sentencesOf } from './comparison';
import type { OtherRun } from './twin-store';
import { clockText } from '../shared/words';
import { useRunStatus, useSamples, useTransitions } from '../shared/playground';
/** Draws them. */
export function TwinFigures({ otherRun }: { readonly otherRun: OtherRun }): ReactNode {
  const { log, length } = useSamples();
  const transitions = useTransitions();
  const isMineOver = useRunStatus((status) => status.isAtEnd || status.stopped !== null);
  const samples = Math.min(length, otherRun.samples.length);
  if (samples === 0) return <p className="ui-muted">The other run is being computed.</p>;
  const mine = figuresOf(log, transitions, samples);
  const other = figuresOf(otherRun.samples, otherRun.transitions, samples);
  const isOver = isMineOver && otherRun.isAtEnd;
  return (
    <>
      {isOver && (
        <div className="story-verdict">
          {sentencesOf(mine, other, otherRun).map((sentence) => <p key={sentence}>{sentence}</p>)}
        </div>
      )}
      <table className="story-compare">
        <thead>
          <tr>
            <th scope="col"><span className="ui-hidden">Figure</span></th>
            <th scope="col">{otherRun.mine}</th>
            <th scope="col">{otherRun.other}</th>
          </tr>
        </thead>
        <tbody className="ui-num">
          {rowsOf(mine, other).map((row) => (
            <tr key={row.label}>
              <th scope="row">{row.label}</th>
              <td>{row.mine}</td>
              <td>{row.other}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="story-note ui-muted">Both up to {clockText(log.atUs(samples - 1))}.</p>
    </>
  );
}
