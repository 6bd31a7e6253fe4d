/** A list of settings: items one below the other, each with its fields and the buttons that move and remove it. */
import { type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';
import { ArrowDown, ArrowUp, type LucideIcon, Plus, Trash2 } from 'lucide-react';
import { afterAct, type Aim, fittedKeys, keysAfter, type ListAct, refusalOf } from './list-edits';
import { itemsOf } from '../shared/settings/paths';
import type { ListField } from '@/engine/field-spec';
import { announce, Button, IconButton } from '@/ui';

interface ListProps {
  readonly field: ListField;
  /** The value in force. */
  readonly value: unknown;
  /** Puts another list there; false when it was refused. `words` say what was done. */
  readonly onItems: (items: readonly unknown[], words: string) => boolean;
  readonly renderItem: (place: number) => ReactNode;
}

/** Only this list's own items: an item may hold a list, too. */
function focusOn(list: HTMLElement, aim: Aim): void {
  const item = aim && list.querySelector(`:scope > ol > li:nth-child(${aim.at + 1}) > .list-item`);
  const field = aim?.part === 'field' ? item?.querySelector<HTMLElement>('.list-item-fields :is(input, select, button)') : null;
  const button = item?.querySelector<HTMLElement>(`:scope > .list-item-head [data-act='${aim?.part ?? ''}']`);
  (field ?? button ?? list.querySelector<HTMLElement>(":scope > .list-foot [data-act='add']"))?.focus();
}

interface HeadProps {
  readonly id: string;
  readonly field: ListField;
  readonly place: number;
  readonly count: number;
  readonly onAct: (act: ListAct) => void;
}

const ITEM_ACTS: readonly { readonly kind: 'up' | 'down' | 'remove'; readonly icon: LucideIcon; readonly words: string }[] = [
  { kind: 'up', icon: ArrowUp, words: 'move up' },
  { kind: 'down', icon: ArrowDown, words: 'move down' },
  { kind: 'remove', icon: Trash2, words: 'remove' },
];

function ItemHead({ id, field, place, count, onAct }: HeadProps): ReactNode {
  return (
    <div className="list-item-head">
      <span id={id}>{`${field.itemLabel} ${place + 1} of ${count}`}</span>
      {ITEM_ACTS.map(({ kind, icon, words }) => {
        const refusal = refusalOf(field, count, { kind, at: place });
        return (
          <IconButton
            key={kind}
            icon={icon}
            size="small"
            side="left"
            data-act={kind}
            label={`${field.itemLabel} ${place + 1}: ${words}`}
            hint={refusal ?? undefined}
            aria-description={refusal ?? undefined}
            disabled={refusal !== null}
            onClick={() => onAct({ kind, at: place })}
          />
        );
      })}
    </div>
  );
}

/** Draws it. */
export function ListControl({ field, value, onItems, renderItem }: ListProps): ReactNode {
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const aim = useRef<Aim | undefined>(undefined);
  const count = itemsOf(value).length;
  const [known, setKnown] = useState<readonly number[]>([]);
  const keys = fittedKeys(known, count);
  // The button that was pressed may be gone or have moved: the focus goes where the act says, once the list is drawn anew.
  useLayoutEffect(() => {
    if (aim.current !== undefined && root.current) focusOn(root.current, aim.current);
    aim.current = undefined;
  });
  const act = (what: ListAct): void => {
    const step = afterAct(field, value, what);
    if (!step || !onItems(step.items, step.words)) return;
    aim.current = step.aim;
    setKnown(keysAfter(keys, step.order));
    announce(`Done: ${step.words}`, 'reply');
  };
  const full = refusalOf(field, count, { kind: 'add' });
  const noun = field.itemLabel.toLowerCase();
  return (
    <div ref={root} className="item-list" role="group" aria-labelledby={`${id}-label`}>
      <h4 id={`${id}-label`} className="field-group">
        {field.label}
      </h4>
      {field.help !== '' && <p className="ui-field-hint">{field.help}</p>}
      {count === 0 ? (
        <p className="list-empty">{`There is no ${noun} yet.`}</p>
      ) : (
        <ol>
          {keys.map((key, place) => (
            <li key={key}>
              <div className="list-item" role="group" aria-labelledby={`${id}-${key}`}>
                <ItemHead id={`${id}-${key}`} field={field} place={place} count={count} onAct={act} />
                <div className="list-item-fields">{renderItem(place)}</div>
              </div>
            </li>
          ))}
        </ol>
      )}
      <div className="list-foot">
        <Button
          icon={Plus}
          size="small"
          data-act="add"
          disabled={full !== null}
          aria-describedby={full === null ? undefined : `${id}-full`}
          onClick={() => act({ kind: 'add' })}
        >
          {`Add ${noun}`}
        </Button>
        {full !== null && (
          <span id={`${id}-full`} className="ui-field-hint">
            {full}
          </span>
        )}
      </div>
    </div>
  );
}
