/** Where a request's time went: one bar, and the same in figures. The patterns are those of the waterfall, so this is its legend, too. */
import type { ReactNode } from 'react';
import { SPENT_WORDS, spanText } from './words';
import { SPENT_ON, type TraceView } from '@/simulation/trace-book';

/** Draws the bar and its legend. */
export function Breakdown({ view: { spent, latencyUs } }: { readonly view: TraceView }): ReactNode {
  const parts = SPENT_ON.filter((on) => spent[on] > 0);
  return (
    <section className="trace-spent" aria-label="Where the time went">
      <div className="trace-spent-bar" aria-hidden>
        {parts.map((on) => (
          <span key={on} className="trace-fill" data-on={on} style={{ flexGrow: spent[on] / Math.max(1, latencyUs) }} />
        ))}
      </div>
      <dl>
        {parts.map((on) => (
          <div key={on}>
            <dt>
              <span className="trace-fill trace-swatch" data-on={on} aria-hidden />
              {SPENT_WORDS[on]}
            </dt>
            <dd className="ui-num">
              {spanText(spent[on])}
              <span className="ui-muted">{Math.round((spent[on] / Math.max(1, latencyUs)) * 100)} %</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
