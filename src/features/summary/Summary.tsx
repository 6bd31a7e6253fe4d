/** The summary of a run: a button once the run is over (or on demand), and a page that is read in twenty seconds. */
import { type ReactNode, useMemo } from 'react';
import { createStore } from '@xstate/store';
import { useSelector } from '@xstate/store-react';
import { ClipboardCopy, ClipboardList } from 'lucide-react';
import { type Describe, type Load, loadText, percentText, stuckAt, type Summary as Findings, summaryOf, textOf } from './findings';
import { clockText, countText } from '../shared/words';
import { useDocument, usePlayground, useRunStatus } from '../shared/playground';
import { Button, Dialog, showToast, StateGlyph } from '@/ui';
import './summary.css';

const store = createStore({
  context: { isOpen: false },
  on: { set: (_context, event: { isOpen: boolean }) => ({ isOpen: event.isOpen }) },
});

/** Opens the summary of the run as it is now. */
export function showSummary(): void {
  store.trigger.set({ isOpen: true });
}

const close = (): void => store.trigger.set({ isOpen: false });

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    showToast({ tone: 'ok', title: 'Summary copied', key: 'summary' });
  } catch {
    const advice = 'Select the text and copy it by hand.';
    showToast({ tone: 'warn', title: 'This browser lets the page copy nothing.', text: advice, key: 'summary' });
  }
}

function Numbers({ findings }: { readonly findings: Findings }): ReactNode {
  const { answered, lost, worstP99Ms } = findings;
  const share = lost + answered === 0 ? 0 : lost / (lost + answered);
  return (
    <dl className="summary-numbers">
      <div><dt>answered</dt><dd>{countText(answered)}</dd></div>
      <div data-tone={lost > 0 ? 'bad' : 'ok'}><dt>lost</dt><dd>{countText(lost)} <small>{percentText(share)}</small></dd></div>
      <div><dt>worst p99</dt><dd>{countText(Math.round(worstP99Ms))} <small>ms</small></dd></div>
    </dl>
  );
}

function Chain({ findings }: { readonly findings: Findings }): ReactNode {
  const { controls } = usePlayground();
  if (findings.chain.length === 0) return <p>Nothing broke, and no request was lost.</p>;
  const go = (atUs: number): void => {
    controls.seek(atUs);
    close();
  };
  return (
    <ol className="summary-chain">
      {findings.chain.map(({ atUs, title, text }) => (
        <li key={`${atUs} ${title}`}>
          <Button size="small" variant="quiet" aria-label={`Go to ${clockText(atUs)}: ${title}`} onClick={() => go(atUs)}>
            {clockText(atUs)}
          </Button>
          <span><strong>{title}</strong>{text !== '' && <span className="ui-muted"> {text}</span>}</span>
        </li>
      ))}
    </ol>
  );
}

function Loads({ busiest, longest }: { readonly busiest: Load | null; readonly longest: Load | null }): ReactNode {
  const loads = stuckAt(busiest, longest);
  if (loads.length === 0) return <p>Nowhere: hardly anybody waited.</p>;
  return <ul>{loads.map((load) => <li key={load.node}>{loadText(load)}</li>)}</ul>;
}

function Losses({ findings }: { readonly findings: Findings }): ReactNode {
  const { losses, lost } = findings;
  if (losses.length === 0) return null;
  return (
    <section>
      <h3>Lost requests</h3>
      <ul className="summary-losses">
        {losses.slice(0, 5).map(({ reason, text, count }) => (
          <li key={reason}>
            <b className="ui-num">{countText(count)}</b>
            <span>{text}</span>
            <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden>
              <rect width={(100 * count) / Math.max(1, lost)} height="4" />
            </svg>
          </li>
        ))}
      </ul>
      {losses.length > 5 && <p className="ui-muted">and {losses.length - 5} more reasons</p>}
    </section>
  );
}

function Page({ describe }: { readonly describe: Describe }): ReactNode {
  const { run } = usePlayground();
  const scenario = useDocument((state) => state.scenario);
  const atUs = useRunStatus((status) => (status.isPlaying ? 0 : status.atUs));
  // The record grows within one object: it is summed up anew when its last moment has changed.
  const findings = useMemo(() => {
    const slots = (id: string): number => (atUs < 0 ? 0 : (run.node(id)?.slots ?? 0));
    return summaryOf({ scenario, log: run.samples, transitions: run.transitions, slots, describe });
  }, [run, scenario, describe, atUs]);
  const footer = findings && (
    <>
      <Button icon={ClipboardCopy} onClick={() => void copy(textOf(findings, scenario.title, scenario.seed))}>Copy as text</Button>
      <Button variant="primary" onClick={close}>Close</Button>
    </>
  );
  const upTo = findings ? `Up to ${clockText(findings.endUs)}, seed ${scenario.seed}. Counted from the run’s own samples.` : '';
  return (
    <Dialog isOpen onClose={close} title="What this run comes to" description={upTo} footer={footer} size="wide">
      {findings === null && <p>The run has not begun.</p>}
      {findings !== null && (
        <div className="summary">
          <Numbers findings={findings} />
          <section><h3>What broke first</h3><Chain findings={findings} /></section>
          <section><h3>Where the work got stuck</h3><Loads {...findings} /></section>
          <Losses findings={findings} />
          <section className="summary-next">
            <h3><StateGlyph shape="diamond" /> Look at next</h3>
            <ul>{findings.advice.map((line) => <li key={line}>{line}</li>)}</ul>
          </section>
        </div>
      )}
    </Dialog>
  );
}

/** Draws the button when the run is over, and the page while it is open. `describe` puts changes of mode into words. */
export function Summary({ describe }: { readonly describe: Describe }): ReactNode {
  const isOpen = useSelector(store, ({ context }) => context.isOpen);
  const isOver = useRunStatus((status) => status.isAtEnd || status.stopped !== null);
  return (
    <>
      {isOver && <Button icon={ClipboardList} className="summary-open" onClick={showSummary}>Summary</Button>}
      {isOpen && <Page describe={describe} />}
    </>
  );
}
