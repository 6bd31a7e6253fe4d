/** Which parts a setting may name, and how they are listed. */
import { getAt, itemsOf, setAt, type Settings } from '../shared/settings/paths';
import { nameOf } from '../shared/words';
import type { FieldSpec, ReferenceField } from '@/engine/field-spec';
import { KINDS } from '@/kinds/registry';
import type { Scenario } from '@/scenario/schema';

/** One line of the choice; an empty value stands for null. */
export interface ReferenceOption {
  readonly value: string;
  readonly label: string;
  readonly isDisabled?: boolean;
}

function fits(scenario: Scenario, field: ReferenceField, owner: string | null, id: string): boolean {
  const edge = scenario.edges[id];
  if (field.to === 'wire' && field.isOutWire === true && edge?.source !== owner) return false;
  const kind = scenario.nodes[field.to === 'wire' ? (edge?.target ?? '') : id]?.kind;
  return field.kinds === undefined || (kind !== undefined && field.kinds.includes(kind));
}

const titleOf = (scenario: Scenario, id: string): string => {
  const name = nameOf(scenario, id);
  return name === id ? id : `${name} (${id})`;
};

/** Ids that fit, in the order of the file. `owner` is the node whose setting it is. */
export function candidates(scenario: Scenario, field: ReferenceField, owner: string | null): readonly string[] {
  return Object.keys(field.to === 'node' ? scenario.nodes : scenario.edges).filter((id) => fits(scenario, field, owner, id));
}

/** The lines of the choice. A value that does not fit (any more) is shown as such and can only be left. */
export function referenceOptions(
  scenario: Scenario,
  field: ReferenceField,
  owner: string | null,
  value: unknown,
): readonly ReferenceOption[] {
  const ids = candidates(scenario, field, owner);
  const current = typeof value === 'string' ? value : '';
  const empty: readonly ReferenceOption[] =
    field.none !== undefined
      ? [{ value: '', label: field.none }]
      : current === ''
        ? [{ value: '', label: 'choose one', isDisabled: true }]
        : [];
  const isThere = Object.hasOwn(field.to === 'node' ? scenario.nodes : scenario.edges, current);
  const stray: readonly ReferenceOption[] =
    current === '' || ids.includes(current)
      ? []
      : [{ value: current, label: `${titleOf(scenario, current)}, ${isThere ? 'does not fit' : 'is gone'}`, isDisabled: true }];
  return [...empty, ...stray, ...ids.map((id) => ({ value: id, label: titleOf(scenario, id) }))];
}

/** What to say when nothing fits. */
export function nothingFits({ to, kinds, isOutWire }: ReferenceField): string {
  const titles = kinds?.map((kind) => (KINDS.get(kind)?.title ?? kind).toLowerCase()).join(' or ');
  if (to === 'node') return titles === undefined ? 'There is no part yet.' : `There is no part of this kind yet: ${titles}.`;
  const from = isOutWire === true ? 'No wire leaves this part' : 'There is no wire';
  return titles === undefined ? `${from} yet.` : `${from} to a part of this kind yet: ${titles}.`;
}

/** A new item whose references name nothing that fits: each takes the first part that does, if there is one. */
export function withReferences(
  scenario: Scenario,
  fields: readonly FieldSpec[],
  owner: string | null,
  item: Settings,
): Settings {
  return fields.reduce((now, field) => {
    const value = getAt(now, field.path);
    if (field.control === 'list') {
      const inner = itemsOf(value).map((each) => withReferences(scenario, field.fields, owner, each as Settings));
      return setAt(now, field.path, inner);
    }
    if (field.control !== 'reference') return now;
    const ids = candidates(scenario, field, owner);
    const [first] = ids;
    return first === undefined || ids.includes(String(value)) ? now : setAt(now, field.path, first);
  }, item);
}
