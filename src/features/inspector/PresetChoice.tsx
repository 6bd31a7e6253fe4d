/** "Like Envoy": whole settings as a real system has them, in one step. */
import type { ReactNode } from 'react';
import { isSame, type Settings } from '../shared/settings/paths';
import { inForce, type Place } from '../shared/settings/place';
import type { Editing } from './use-edit';
import type { Preset } from '@/engine/contracts';
import { SelectField } from '@/ui';

const OWN = 'own';

/** Whether everything that the preset decides is so. */
export function isLike(settings: unknown, preset: Preset): boolean {
  const now = settings as Settings;
  return Object.entries(preset.settings).every(([key, value]) => isSame(now[key], value));
}

/** Draws nothing where there are no presets. */
export function PresetChoice({
  presets = [],
  place,
  settings,
  editing,
}: {
  readonly presets: readonly Preset[] | undefined;
  readonly place: Place;
  readonly settings: Settings;
  readonly editing: Editing;
}): ReactNode {
  if (presets.length === 0) return null;
  const now = inForce(place, settings);
  const current = presets.find((preset) => isLike(now, preset));
  return (
    <SelectField
      label="Like"
      hint={current?.text === '' ? undefined : current?.text}
      value={current?.title ?? OWN}
      options={[
        ...(current ? [] : [{ value: OWN, label: 'own settings', isDisabled: true }]),
        ...presets.map(({ title }) => ({ value: title, label: title })),
      ]}
      onChange={(title) => {
        const preset = presets.find((each) => each.title === title);
        if (preset) editing.merge(`like ${preset.title}`, preset.settings);
      }}
    />
  );
}
