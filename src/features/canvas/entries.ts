/** The entries of all menus of the canvas: nothing of them is seen before somebody opens one. */
export { canvasEntries, endEntries, kindEntries, partEntries, targetEntries, wireEntries } from './menus';
export { noteEntries } from './note-menus';
