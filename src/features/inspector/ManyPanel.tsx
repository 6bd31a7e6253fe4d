/** Several selected parts: what they are, and the settings they share, changed for all of them in one step. */
import { type ReactNode, useMemo } from 'react';
import { ArrowRight, Layers, StickyNote } from 'lucide-react';
import { Fields } from './Fields';
import type { Member, Other } from './together';
import { PolicyPanel } from './PolicyPanel';
import { PresetChoice } from './PresetChoice';
import { Section } from './Section';
import { useEdit } from './use-edit';
import type { Part } from '../shared/document-store';
import { useDocument, usePlayground } from '../shared/playground';
import { NETWORK_FIELDS } from '../shared/settings/network-fields';
import { inForce, networkPlace, nodePlace, type Place } from '../shared/settings/place';
import { nameOf } from '../shared/words';
import type { Preset } from '@/engine/contracts';
import type { FieldSpec } from '@/engine/field-spec';
import { faceOf } from '@/kinds/faces';
import { KINDS } from '@/kinds/registry';
import { POLICIES } from '@/policies/registry';
import type { Scenario } from '@/scenario/schema';
import { Button } from '@/ui';

/** Parts of one sort: they have the same settings. */
interface Sort {
  readonly key: string;
  readonly title: string;
  readonly parts: readonly Part[];
}

function sortOf(scenario: Scenario, { kind, id }: Part): { readonly key: string; readonly title: string } {
  if (kind === 'annotation') return { key: 'annotation', title: 'note or frame' };
  if (kind === 'wire') {
    const isCall = scenario.edges[id]?.role === 'call';
    return isCall ? { key: 'wire call', title: 'Wire of calls' } : { key: 'wire other', title: 'Other wire' };
  }
  const node = scenario.nodes[id]?.kind ?? '';
  return { key: `node ${node}`, title: KINDS.get(node)?.title ?? node };
}

/** The selected parts by sort, each sort where its first part stands. */
export function sortsOf(scenario: Scenario, parts: readonly Part[]): readonly Sort[] {
  const sorts = new Map<string, { key: string; title: string; parts: Part[] }>();
  for (const part of parts) {
    const { key, title } = sortOf(scenario, part);
    const sort = sorts.get(key) ?? { key, title, parts: [] };
    sort.parts.push(part);
    sorts.set(key, sort);
  }
  return [...sorts.values()];
}

/** The fields of the first place, and what the others have. */
function SharedFields({ fields, presets, members, label }: {
  readonly fields: readonly FieldSpec[];
  readonly presets?: readonly Preset[] | undefined;
  /** Two or more. */
  readonly members: readonly Member[];
  /** For the history, such as "3 services". */
  readonly label: string;
}): ReactNode {
  const scenario = useDocument((state) => state.scenario);
  const [first, ...rest] = members as readonly [Member, ...Member[]];
  const editing = useEdit(first.place, label, rest);
  const settings = first.place.read(scenario) ?? {};
  const others = rest.map(({ name, place }): Other => ({ name, values: inForce(place, place.read(scenario) ?? {}) }));
  return (
    <>
      <p className="ui-muted">{`As ${first.name} has them. What is changed here is changed for all.`}</p>
      <PresetChoice presets={presets} place={first.place} settings={settings} editing={editing} />
      <Fields fields={fields} place={first.place} settings={settings} editing={editing} others={others} />
    </>
  );
}

function useMembers(parts: readonly Part[], placeOf: (id: string) => Place | null): readonly Member[] {
  const scenario = useDocument((state) => state.scenario);
  return parts.flatMap(({ id }) => {
    const place = placeOf(id);
    return place?.read(scenario) ? [{ name: nameOf(scenario, id), place }] : [];
  });
}

function Nodes({ parts, kind }: { readonly parts: readonly Part[]; readonly kind: string }): ReactNode {
  const contract = KINDS.get(kind);
  const members = useMembers(parts, (id) => nodePlace(kind, id));
  if (!contract || members.length === 0) return null;
  return (
    <Section title="Settings of all of them">
      <SharedFields fields={contract.fields} presets={contract.presets} members={members} label={`${parts.length} × ${contract.title}`} />
    </Section>
  );
}

function Wires({ parts, isCall }: { readonly parts: readonly Part[]; readonly isCall: boolean }): ReactNode {
  const scenario = useDocument((state) => state.scenario);
  const members = useMembers(parts, networkPlace);
  const [first, ...rest] = parts as readonly [Part, ...Part[]];
  const label = `${parts.length} wires`;
  return (
    <>
      {isCall && (
        <Section title="What a call passes, from the caller on">
          {[...POLICIES.values()].map((contract) => (
            <PolicyPanel key={contract.id} wire={first.id} others={rest.map(({ id }) => id)} name={label} contract={contract}
              settings={scenario.edges[first.id]?.policies[contract.id]} />
          ))}
        </Section>
      )}
      {members.length > 0 && (
        <Section title="Network"><SharedFields fields={NETWORK_FIELDS} members={members} label={label} /></Section>
      )}
    </>
  );
}

function iconOf(sort: Sort): typeof Layers {
  if (sort.key === 'annotation') return StickyNote;
  return sort.key.startsWith('node ') ? faceOf(sort.key.slice(5)).icon : ArrowRight;
}

/** Icon and title of what is selected. */
function headOf(sorts: readonly Sort[], count: number): { readonly icon: typeof Layers; readonly title: string } {
  const [only, second] = sorts;
  return only && !second ? { icon: iconOf(only), title: `${count} × ${only.title}` } : { icon: Layers, title: `${count} selected` };
}

/** Of several sorts one is chosen, by selecting its parts alone. */
function Choice({ sorts }: { readonly sorts: readonly Sort[] }): ReactNode {
  const { select } = usePlayground();
  return (
    <Section title="Edit together">
      <p className="ui-muted">Parts of one kind share their settings. Choose which ones:</p>
      <div className="inspector-sorts">
        {sorts.map((sort) => (
          <Button key={sort.key} icon={iconOf(sort)} onClick={() => select(sort.parts[0] ?? null, sort.parts.slice(1))}>
            {`${sort.parts.length} × ${sort.title}`}
          </Button>
        ))}
      </div>
    </Section>
  );
}

/** Draws the panel of two parts or more. */
export function ManyPanel({ parts }: { readonly parts: readonly Part[] }): ReactNode {
  const scenario = useDocument((state) => state.scenario);
  const sorts = useMemo(() => sortsOf(scenario, parts), [scenario, parts]);
  const [only] = sorts;
  if (!only) return null;
  const isOne = sorts.length === 1;
  const { icon: Icon, title } = headOf(sorts, parts.length);
  const names = parts.map(({ kind, id }) => (kind === 'annotation' ? 'a note' : nameOf(scenario, id)));
  return (
    <>
      <header className="inspector-head">
        <span className="inspector-icon"><Icon aria-hidden className="ui-icon" /></span>
        <div>
          <h2>{title}</h2>
          <p className="ui-muted">{names.slice(0, 6).join(' · ')}{names.length > 6 ? ` and ${names.length - 6} more` : ''}</p>
        </div>
      </header>
      {!isOne && <Choice sorts={sorts} />}
      {isOne && only.key.startsWith('node ') && <Nodes parts={only.parts} kind={only.key.slice(5)} />}
      {isOne && only.key.startsWith('wire ') && <Wires parts={only.parts} isCall={only.key === 'wire call'} />}
      {isOne && only.key === 'annotation' && <p className="ui-muted">Choose one alone to change its text.</p>}
    </>
  );
}
