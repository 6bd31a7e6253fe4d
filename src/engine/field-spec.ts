/** How people see and change a setting: one description for the inspector, the help and the screen reader. */

/** What every field has. */
interface Field {
  /** Place within the settings, keys joined by dots. */
  readonly path: string;
  readonly label: string;
  /** What it means, in a sentence; may be empty where the label says it all. */
  readonly help: string;
}

/** A number with its unit and range; the ranges are those of the schema. */
export interface NumberField extends Field {
  readonly control: 'number';
  /** Such as `ms`, `per second`, `MB`; empty for a plain count. */
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly isWhole: boolean;
  /** Set where the value may be null: what null means, such as "no limit", and the number to begin with otherwise. */
  readonly none?: { readonly label: string; readonly initial: number };
}

/** One of a few words. */
export interface ChoiceField extends Field {
  readonly control: 'choice';
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** Yes or no. */
export interface SwitchField extends Field {
  readonly control: 'switch';
}

/** An object whose `kind` says which fields it has. */
export interface VariantField extends Field {
  readonly control: 'variant';
  readonly variants: readonly {
    readonly kind: string;
    readonly label: string;
    /** The whole object to begin with when this variant is chosen. */
    readonly initial: Readonly<Record<string, unknown>>;
    /** Paths are relative to the object. */
    readonly fields: readonly FieldSpec[];
  }[];
}

/** An object that may be null: a group of fields with a switch. */
export interface GroupField extends Field {
  readonly control: 'group';
  readonly initial: Readonly<Record<string, unknown>>;
  /** Whether the group can be switched off (null). */
  readonly isOptional: boolean;
  /** Paths are relative to the object. */
  readonly fields: readonly FieldSpec[];
}

/** A list of objects of one shape, such as a gateway's routes. An item may itself hold a list. */
export interface ListField extends Field {
  readonly control: 'list';
  /** What one item is called, in the singular and capitalised: `Limit` makes "Limit 2 of 3". */
  readonly itemLabel: string;
  /** Fewest items; whole, from 0. */
  readonly min: number;
  /** Most items; whole, not below `min`. */
  readonly max: number;
  /** The item that "Add" puts at the end. */
  readonly initial: Readonly<Record<string, unknown>>;
  /** Paths are relative to an item. */
  readonly fields: readonly FieldSpec[];
}

/** A line of text. */
export interface TextField extends Field {
  readonly control: 'text';
  /** Most characters; from 1. */
  readonly maxLength: number;
  readonly placeholder?: string;
  /** What the whole text must look like: a regular expression's source without anchors, and the sentence otherwise. */
  readonly pattern?: { readonly source: string; readonly says: string };
}

/** The id of another part of the scenario. */
export interface ReferenceField extends Field {
  readonly control: 'reference';
  readonly to: 'node' | 'wire';
  /** Kinds of nodes that fit; for a wire, those of its target. All when left out. */
  readonly kinds?: readonly string[];
  /** Only wires that leave the node whose setting this is. */
  readonly isOutWire?: boolean;
  /** Set where the value may be null: the word for it, such as "none". */
  readonly none?: string;
}

/** Any field. */
export type FieldSpec =
  | NumberField
  | ChoiceField
  | SwitchField
  | VariantField
  | GroupField
  | ListField
  | TextField
  | ReferenceField;
