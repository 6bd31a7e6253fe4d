/** Settings as people see and change them: draws any list of FieldSpec over any place of settings. */
import { type ReactNode, useState } from 'react';
import { CircleAlert, Pencil, RotateCcw, X } from 'lucide-react';
import { Differs } from './Differs';
import { Drives } from './Drives';
import { valueWords } from './field-words';
import { ListControl } from './ListControl';
import { alike, type Other } from './together';
import { PinToggle } from './PinToggle';
import { nothingFits, referenceOptions, withReferences } from './references';
import { textComplaint } from './text-rule';
import type { Editing } from './use-edit';
import { useDocument } from '../shared/playground';
import { getAt, isSame, itemsOf, type Settings } from '../shared/settings/paths';
import { inForce, type Place, usualAt } from '../shared/settings/place';
import type {
  ChoiceField,
  FieldSpec,
  GroupField,
  ListField,
  NumberField as NumberSpec,
  ReferenceField,
  SwitchField,
  TextField as TextSpec,
  VariantField,
} from '@/engine/field-spec';
import { Button, IconButton, NumberField, SelectField, Switch, TextField } from '@/ui';

/** What all fields of a list share. */
export interface FieldsProps {
  readonly place: Place;
  /** As they stand in the file. */
  readonly settings: Settings;
  readonly editing: Editing;
  /** What the parts that are edited with this one have; none when it is edited alone. */
  readonly others?: readonly Other[] | undefined;
}

interface OneProps<Field> extends FieldsProps {
  readonly field: Field;
  /** In front of the field's own path; empty, or with a dot at its end. */
  readonly prefix: string;
  /** The value in force. */
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  /** A change that is a step of its own; false when it was refused. `words` are for the history. */
  readonly onAct: (value: unknown, words: string) => boolean;
}

/** What an arrow key adds: about a hundredth of what is there, as a round figure. */
function stepOf({ isWhole, max }: NumberSpec, value: number): number {
  if (max <= 1) return 0.05;
  if (isWhole) return value >= 1000 ? 100 : 1;
  return value >= 1000 ? 100 : value >= 100 ? 10 : 1;
}

const hintOf = (help: string): string | undefined => (help === '' ? undefined : help);

function NumberControl({ field, value, onChange }: OneProps<NumberSpec>): ReactNode {
  const { label, help, unit, min, max, isWhole, none } = field;
  if (none && value === null) {
    return (
      <div className="ui-field" data-layout="row">
        <span className="ui-field-label" aria-hidden>
          {label}
        </span>
        <Button
          icon={Pencil}
          className="field-none"
          aria-label={`${label}: ${none.label}. Set a number`}
          onClick={() => onChange(none.initial)}
        >
          {none.label}
        </Button>
        {help !== '' && <p className="ui-field-hint">{help}</p>}
      </div>
    );
  }
  const shown = typeof value === 'number' ? value : min;
  return (
    <div className="field-number" data-none={none !== undefined || undefined}>
      <NumberField
        label={label}
        hint={hintOf(help)}
        unit={unit}
        min={min}
        max={max}
        isWhole={isWhole}
        value={shown}
        step={stepOf(field, shown)}
        onCommit={onChange}
      />
      {none && <IconButton icon={X} size="small" label={`${label}: ${none.label}`} side="left" onClick={() => onChange(null)} />}
    </div>
  );
}

function ChoiceControl({ field, value, onChange }: OneProps<ChoiceField>): ReactNode {
  const { label, help, options } = field;
  const isLong = options.some((option) => option.label.length > 13);
  return (
    <SelectField
      label={label}
      hint={hintOf(help)}
      value={String(value)}
      options={options}
      onChange={onChange}
      layout={isLong ? 'stack' : 'row'}
    />
  );
}

function SwitchControl({ field, value, onChange }: OneProps<SwitchField>): ReactNode {
  return <Switch label={field.label} hint={hintOf(field.help)} isOn={value === true} onChange={onChange} />;
}

/** Another variant keeps the values that both have. */
function asVariant(initial: Settings, before: unknown): Settings {
  const kept = Object.keys(initial).flatMap((key) => {
    const value = key === 'kind' ? undefined : getAt(before, key);
    return value === undefined || typeof value !== typeof initial[key] ? [] : [[key, value] as const];
  });
  return { ...initial, ...Object.fromEntries(kept) };
}

/** The same for the fields inside a field: only parts of the same shape can be compared there. */
function withinOf<Field extends FieldSpec>(props: OneProps<Field>): OneProps<Field> {
  const { field, prefix, place, settings, others } = props;
  const path = `${prefix}${field.path}`;
  return { ...props, prefix: `${path}.`, others: others && alike(inForce(place, settings), path, others) };
}

function VariantControl(props: OneProps<VariantField>): ReactNode {
  const { field, value, onChange } = props;
  const kind = String(getAt(value, 'kind'));
  const variant = field.variants.find((candidate) => candidate.kind === kind);
  const choose = (chosen: string): void => {
    const next = field.variants.find((candidate) => candidate.kind === chosen);
    if (next) onChange(asVariant(next.initial, value));
  };
  return (
    <>
      <SelectField
        label={field.label}
        hint={hintOf(field.help)}
        value={kind}
        onChange={choose}
        layout="stack"
        options={field.variants.map((candidate) => ({ value: candidate.kind, label: candidate.label }))}
      />
      {variant && (
        <div className="field-inner">
          <FieldList {...withinOf(props)} fields={variant.fields} />
        </div>
      )}
    </>
  );
}

function GroupControl(props: OneProps<GroupField>): ReactNode {
  const { field, value, onChange } = props;
  const isOn = value !== null && value !== undefined;
  return (
    <>
      {field.isOptional ? (
        <Switch
          label={field.label}
          hint={hintOf(field.help)}
          isOn={isOn}
          onChange={(next) => onChange(next ? field.initial : null)}
        />
      ) : (
        <h4 className="field-group">{field.label}</h4>
      )}
      {isOn && (
        <div className="field-inner">
          <FieldList {...withinOf(props)} fields={field.fields} />
        </div>
      )}
    </>
  );
}

/** Its items' fields lie at `limits.0.per` and so on. */
function ItemsControl(props: OneProps<ListField>): ReactNode {
  const { field, prefix, value, onAct, place: where } = props;
  const scenario = useDocument((state) => state.scenario);
  const count = itemsOf(value).length;
  const take = (items: readonly unknown[], words: string): boolean => {
    const isMore = items.length > count;
    const fitted = items.map((item, i) =>
      isMore && i === items.length - 1 ? withReferences(scenario, field.fields, where.owner(scenario), item as Settings) : item,
    );
    return onAct(fitted, words);
  };
  return (
    <ListControl
      field={field}
      value={value}
      onItems={take}
      renderItem={(place) => (
        <FieldList {...props} fields={field.fields} prefix={`${prefix}${field.path}.${place}.`} others={undefined} />
      )}
    />
  );
}

function TextControl({ field, value, onChange }: OneProps<TextSpec>): ReactNode {
  const { label, help, maxLength, placeholder } = field;
  return (
    <TextField
      label={label}
      hint={hintOf(help)}
      value={typeof value === 'string' ? value : ''}
      maxLength={maxLength}
      placeholder={placeholder}
      check={(text) => textComplaint(field, text)}
      onCommit={onChange}
    />
  );
}

function ReferenceControl({ field, value, place, onChange }: OneProps<ReferenceField>): ReactNode {
  const scenario = useDocument((state) => state.scenario);
  const options = referenceOptions(scenario, field, place.owner(scenario), value);
  const isBare = options.every((option) => option.value === '' || option.isDisabled === true);
  return (
    <>
      <SelectField
        label={field.label}
        hint={hintOf(field.help)}
        value={typeof value === 'string' ? value : ''}
        options={options}
        onChange={(id) => onChange(id === '' ? null : id)}
        layout="stack"
      />
      {isBare && <p className="ui-field-hint">{nothingFits(field)}</p>}
    </>
  );
}

function Control(props: OneProps<FieldSpec>): ReactNode {
  const { field } = props;
  switch (field.control) {
    case 'number':
      return <NumberControl {...props} field={field} />;
    case 'choice':
      return <ChoiceControl {...props} field={field} />;
    case 'switch':
      return <SwitchControl {...props} field={field} />;
    case 'variant':
      return <VariantControl {...props} field={field} />;
    case 'group':
      return <GroupControl {...props} field={field} />;
    case 'list':
      return <ItemsControl {...props} field={field} />;
    case 'text':
      return <TextControl {...props} field={field} />;
    case 'reference':
      return <ReferenceControl {...props} field={field} />;
  }
}

/** One field with the way back to its usual value, and the sentence when a change is refused. */
function OneField({
  field,
  prefix,
  place,
  settings,
  editing,
  others = [],
}: FieldsProps & { readonly field: FieldSpec; readonly prefix: string }): ReactNode {
  const [refusal, setRefusal] = useState<string | null>(null);
  const path = `${prefix}${field.path}`;
  const value = getAt(inForce(place, settings), path);
  const usual = usualAt(place, settings, path);
  // Inside a variant of another kind there is nothing usual to go back to.
  const isChanged = prefix === '' && usual !== undefined && !isSame(value, usual);
  const label = field.label.toLowerCase();
  const act = (next: unknown, words: string): boolean => {
    const sentence = editing.act(path, words, next);
    setRefusal(sentence);
    return sentence === null;
  };
  return (
    <div className="field" data-control={field.control} data-changed={isChanged || undefined}>
      <div className="field-control">
        <Control
          field={field}
          prefix={prefix}
          place={place}
          settings={settings}
          editing={editing}
          value={value}
          onChange={(next) => setRefusal(editing.set(path, label, next))}
          onAct={act}
          others={others}
        />
      </div>
      {isChanged && (
        <IconButton
          icon={RotateCcw}
          size="small"
          side="left"
          className="field-reset"
          label={`${field.label}: back to ${valueWords(field, usual)}`}
          hint="Changed here; the usual value is another."
          onClick={() => setRefusal(editing.reset(path, label, usual))}
        />
      )}
      {field.control === 'number' && typeof value === 'number' && editing.isAlone && (
        <PinToggle path={`${place.path}.${path}`} field={field} value={value} />
      )}
      {prefix === '' && <Drives place={place.path} field={field.path} />}
      <Differs field={field} path={path} value={value} others={others} onSame={() => act(value, `${label} the same`)} />
      <div role="alert" className="ui-field-complaint">
        {refusal !== null && (
          <>
            <CircleAlert aria-hidden className="ui-icon" />
            <span>Not changed. {refusal}</span>
          </>
        )}
      </div>
    </div>
  );
}

function FieldList({
  fields,
  prefix,
  place,
  settings,
  editing,
  others,
}: FieldsProps & {
  readonly fields: readonly FieldSpec[];
  readonly prefix: string;
}): ReactNode {
  return fields.map((field) => (
    <OneField
      key={`${place.path}.${prefix}${field.path}`}
      field={field}
      prefix={prefix}
      place={place}
      settings={settings}
      editing={editing}
      others={others}
    />
  ));
}

/** Draws a list of fields. */
export function Fields(props: FieldsProps & { readonly fields: readonly FieldSpec[] }): ReactNode {
  return (
    <div className="fields">
      <FieldList {...props} prefix="" />
    </div>
  );
}
