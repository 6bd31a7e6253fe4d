/** The right column of the breaker's card: since when, what comes next, what was refused, and how near the limits are. */
import type { ReactNode } from 'react';
import { useClock } from './use-clock';
import { type Rate, ratesOf, rateText } from './words';
import { clockText, countText, secondsText } from '../shared/words';
import type { BreakerSnapshot } from '@/machines/circuit-breaker/snapshot';
import { classNames } from '@/ui';

function Fact({
  label,
  children,
  look,
}: {
  readonly label: string;
  readonly children: ReactNode;
  readonly look: 'big' | 'next' | 'small';
}): ReactNode {
  return (
    <div className="machine-fact" data-look={look}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Most slots of probes that are drawn one by one. */
const MOST_SLOTS = 12;

function ProbeSlots({ probes }: { readonly probes: BreakerSnapshot['probes'] }): ReactNode {
  const { permitted, finished, inFlight } = probes;
  const stateOf = (i: number): string => {
    if (i < finished) return 'finished';
    return i < finished + inFlight ? 'under-way' : 'free';
  };
  return (
    <span className="machine-slots" role="img" aria-label={`${finished} of ${permitted} probes finished, ${inFlight} under way`}>
      {Array.from({ length: Math.min(permitted, MOST_SLOTS) }, (_, i) => (
        <span key={i} className="machine-slot" data-state={stateOf(i)} />
      ))}
      {permitted > MOST_SLOTS && <span>+{permitted - MOST_SLOTS}</span>}
    </span>
  );
}

/** What comes next. */
function Next({ snapshot, nowUs }: { readonly snapshot: BreakerSnapshot; readonly nowUs: number }): ReactNode {
  const { mode, eligible, nextProbeAtUs, counts, thresholds, probes } = snapshot;
  const one = probes.permitted === 1 ? 'one probe' : `${probes.permitted} probes`;
  switch (mode) {
    case 'open': {
      if (eligible)
        return (
          <Fact look="next" label="eligible">
            the next call is the probe
          </Fact>
        );
      if (nextProbeAtUs === null) return null;
      return (
        <Fact look="next" label={`next: ${one} in`}>
          <span className="machine-countdown">{secondsText(nextProbeAtUs - nowUs)}</span>
        </Fact>
      );
    }
    case 'half-open':
      return (
        <Fact look="next" label={`probes answered ${probes.finished} of ${probes.needed}`}>
          <ProbeSlots probes={probes} />
        </Fact>
      );
    case 'closed':
      if (thresholds.failuresInRow !== null) {
        return <Fact look="next" label="bad calls in a row">{`${counts.failed} of ${thresholds.failuresInRow}`}</Fact>;
      }
      return counts.calls < thresholds.minimumCalls ? (
        <Fact
          look="next"
          label="results so far"
        >{`${countText(counts.calls)} of ${countText(thresholds.minimumCalls)} needed`}</Fact>
      ) : (
        <Fact look="next" label="results in the window">
          {countText(counts.calls)}
        </Fact>
      );
    case 'forced-open':
    case 'forced-closed':
      return null;
  }
}

function RateBar({ rate }: { readonly rate: Rate }): ReactNode {
  const share = Math.min(100, rate.value ?? 0);
  const isOver = rate.value !== null && rate.value > 0 && rate.value >= rate.limit;
  return (
    <div className="machine-rate" data-over={isOver || undefined}>
      <span className="machine-rate-text">
        <span>{rate.label}</span>
        <span>{rateText(rate)}</span>
      </span>
      <span
        className="machine-rate-track"
        role="meter"
        aria-label={`Share of ${rate.label} calls`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share)}
        aria-valuetext={`${rateText(rate)}, the limit`}
      >
        <span className="machine-rate-bar" style={{ transform: `scaleX(${(share / 100).toFixed(3)})` }} />
        <span className="machine-rate-limit" style={{ left: `${Math.min(100, rate.limit)}%` }} />
      </span>
    </div>
  );
}

/** Draws the column. */
export function BreakerFigures({ snapshot, word }: { readonly snapshot: BreakerSnapshot; readonly word: string }): ReactNode {
  const nowUs = useClock();
  return (
    <div className="machine-figures">
      <dl>
        <Fact look="big" label={`${word} since`}>
          {clockText(snapshot.sinceUs)}
        </Fact>
        <Next snapshot={snapshot} nowUs={nowUs} />
        <Fact look="small" label="refused">
          {countText(snapshot.refused)}
        </Fact>
      </dl>
      <div className={classNames('machine-rates')}>
        {ratesOf(snapshot).map((rate) => (
          <RateBar key={rate.label} rate={rate} />
        ))}
      </div>
    </div>
  );
}
