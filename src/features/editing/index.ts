/**
 * Editing a scenario: pure functions, used alike by the canvas, the outline, the command palette and the library. Each takes a
 * scenario and hands back another one with a label for the history, or a sentence that says why not. What they hand back can
 * always be saved and opened again. They share structure with what they were given, so undo returns the very same object.
 */
export { align, type Axis, distribute, GRID, moveTo, nudge, type Side, type Sizes, USUAL_SIZE } from './arrange';
export {
  addAnnotation,
  changeAnnotation,
  type Extent,
  extentOf,
  FRAME_ROOM,
  group,
  groupsAmong,
  groupWith,
  MOST_TEXT,
  ridersOf,
  ungroup,
} from './annotations';
export { addTo, hostsFor, hostsText, reasonAgainstHost } from './clinging';
export { copyText, duplicate, isPartsText, pasteText } from './clipboard';
export { type Deed, lockOn, lockOnKind } from './locks';
export { freshId, freshName, kindTitle, partsText } from './names';
export {
  addNode,
  clings,
  neighbourOf,
  removalDeed,
  type NodeOptions,
  type Place,
  removeParts,
  rename,
  replicasField,
  replicasOf,
  setReplicas,
} from './nodes';
export { tidy } from './tidy';
export {
  addEdge,
  canConnect,
  canInsert,
  canReconnect,
  type End,
  insertIntoWire,
  insertNodeIntoWire,
  reconnect,
  type Role,
  type TargetChoice,
  targetsFor,
  type Verdict,
  verdictOn,
} from './wires';
export type { Edit, Outcome, Refusal } from '../shared/edit';
