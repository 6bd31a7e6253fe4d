/** "Run until": one button that says what is waited for, and a card to set it. */
import type { ReactNode } from 'react';
import { CirclePause, Plus, X } from 'lucide-react';
import { conditionText } from './run-until';
import { untilStore } from './until-store';
import { useSelector } from '@xstate/store-react';
import { nameOf } from '../shared/words';
import { useDocument } from '../shared/playground';
import { Button, deferred, Popover } from '@/ui';
import './run-until.css';

const UntilCard = deferred(() => import('./UntilCard').then((module) => module.UntilCard));

/** The armed conditions, each with a cross. */
function Armed(): ReactNode {
  const armed = useSelector(untilStore, ({ context }) => context.armed);
  const scenario = useDocument((state) => state.scenario);
  return armed.map((condition) => {
    const text = conditionText(condition, (id) => nameOf(scenario, id));
    return (
      <span key={condition.kind} className="until-chip">
        <span>{text}</span>
        <button type="button" aria-label={`No longer wait for: ${text}`}
          onClick={() => untilStore.trigger.disarm({ kind: condition.kind })}>
          <X aria-hidden className="ui-icon" />
        </button>
      </span>
    );
  });
}

/** Draws the button, and the chips of what is armed. */
export function RunUntil(): ReactNode {
  const armed = useSelector(untilStore, ({ context }) => context.armed.length);
  return (
    <>
      <Armed />
      <Popover className="until-card" side="top" align="end" label="Run until"
        tip={{ text: 'Run until …', hint: 'The first error, a long p99, a long queue, a moment' }}
        trigger={(
          <Button className="until-open" icon={armed > 0 ? CirclePause : Plus} data-armed={armed > 0 || undefined}
            aria-label={`Run until something else happens${armed > 0 ? `, ${armed} armed` : ''}`}>
            {armed > 0 && <span className="until-count">{armed}</span>}
          </Button>
        )}>
        {(close) => <UntilCard onDone={close} />}
      </Popover>
    </>
  );
}
