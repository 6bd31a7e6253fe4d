/** How large a scenario may be. Sizes of text and nesting stand in json-text.ts. */

/** Largest file in characters. */
export const MAX_CHARACTERS = 2_000_000;
/** Most nodes and wires together. */
export const MAX_PARTS = 2000;
/** Most policies of one wire. */
export const MAX_POLICIES = 20;
/** Most entries of any list of a scenario; the schema is stricter for some. */
export const MAX_LIST = 500;
