/** A setting's value in a few words, for "back to ...". */
import { getAt, itemsOf } from '../shared/settings/paths';
import type { FieldSpec } from '@/engine/field-spec';
import { writeNumber } from '@/ui';

/** See the file's header. */
export function valueWords(field: FieldSpec, value: unknown): string {
  switch (field.control) {
    case 'number': {
      if (value === null) return field.none?.label ?? 'none';
      if (typeof value !== 'number') return 'the usual';
      return field.unit === '' || field.unit === 'share' ? writeNumber(value) : `${writeNumber(value)} ${field.unit}`;
    }
    case 'choice':
      return field.options.find((option) => option.value === value)?.label ?? String(value);
    case 'switch':
      return value === true ? 'on' : 'off';
    case 'variant':
      return field.variants.find(({ kind }) => kind === getAt(value, 'kind'))?.label ?? 'the usual';
    case 'group':
      return value === null ? 'off' : 'the usual';
    case 'list':
      return itemsOf(value).length === 0 ? 'none' : `the usual ${itemsOf(value).length}`;
    case 'text':
      return typeof value === 'string' && value !== '' ? value : 'no text';
    case 'reference':
      return typeof value === 'string' ? value : (field.none ?? 'none');
  }
}
