/** Commands of the view: go to a part, fit, map, themes, panels; of files and scenarios; and help. */
import {
  ArrowLeftToLine,
  Camera,
  Fullscreen,
  ArrowRightToLine,
  ChartLine,
  CircleQuestionMark,
  Download,
  FolderOpen,
  Grid3x3,
  Keyboard,
  Layers,
  LocateFixed,
  Map as MapIcon,
  Maximize,
  Moon,
  PanelRight,
  Presentation,
  Search,
  Share2,
  SquareTerminal,
  Sun,
  Table2,
} from 'lucide-react';
import { partChoices, wireChoices } from './build-commands';
import { type Command, type CommandContext, type Next, scenarioOf } from './command';
import { canvasPort } from '../shared/canvas-port';

const noCanvas = (): string | null => (canvasPort() ? null : 'The canvas is not there: look for a message in its place.');
const noPart = (context: CommandContext): string | null =>
  Object.keys(scenarioOf(context).nodes).length === 0 ? 'There is no part yet.' : noCanvas();

const looking: readonly Command[] = [
  {
    id: 'go-to',
    title: 'Go to a part or wire …',
    group: 'Go to',
    icon: LocateFixed,
    hint: 'Selects it and shows its settings',
    meanings: ['find', 'select', 'inspect', 'settings', 'jump'],
    refusal: noPart,
    step: () => {
      const go = (kind: 'node' | 'wire') => (id: string): Next => ({
        run: ({ playground }) => {
          playground.select({ kind, id });
          canvasPort()?.focus(id);
        },
      });
      return {
        kind: 'choose',
        title: 'Go to …',
        emptyText: 'Nothing is called so.',
        choices: (context) => [...partChoices(context, go('node')), ...wireChoices(context, go('wire'))],
      };
    },
  },
  {
    id: 'fit',
    title: 'Show everything',
    group: 'View',
    icon: Maximize,
    meanings: ['fit', 'zoom', 'whole'],
    shortcuts: [{ keys: 'f', label: 'F', where: 'canvas' }],
    refusal: noPart,
    run: () => canvasPort()?.fit(),
  },
  {
    id: 'find',
    title: 'Find a part on the canvas',
    group: 'Go to',
    icon: Search,
    meanings: ['search'],
    shortcuts: [{ keys: '/', label: '/', where: 'canvas' }],
    refusal: noPart,
    run: () => canvasPort()?.find(),
  },
  {
    id: 'map',
    title: 'Small map on or off',
    group: 'View',
    icon: MapIcon,
    meanings: ['minimap', 'overview'],
    refusal: noCanvas,
    run: () => canvasPort()?.toggleMap(),
  },
  {
    id: 'snap',
    title: 'Snap to the grid on or off',
    group: 'View',
    icon: Grid3x3,
    meanings: ['grid', 'align'],
    refusal: noCanvas,
    run: () => canvasPort()?.toggleSnap(),
  },
  {
    id: 'projector',
    title: 'Projector layout on or off',
    group: 'View',
    icon: Presentation,
    meanings: ['wall', 'large', 'classroom', 'beamer', 'presentation'],
    shortcuts: [{ keys: 'p', label: 'P', where: 'page' }],
    run: ({ page }) => page.toggleProjector(),
  },
  {
    id: 'full-screen',
    title: 'Full screen on or off',
    group: 'View',
    icon: Fullscreen,
    meanings: ['maximise', 'whole', 'wall', 'projector', 'F11'],
    shortcuts: [{ keys: 'Shift+F', label: 'Shift+F', where: 'page' }],
    run: ({ page }) => page.toggleFullScreen(),
  },
  {
    id: 'screenshot',
    title: 'Screenshot of the page',
    group: 'View',
    icon: Camera,
    hint: 'A PNG of everything that is seen now',
    meanings: ['picture', 'image', 'capture', 'snapshot', 'png'],
    shortcuts: [{ keys: 'Shift+S', label: 'Shift+S', where: 'page' }],
    run: ({ page }) => page.takeScreenshot(),
  },
  {
    id: 'theme-dark',
    title: 'Dark theme',
    group: 'View',
    icon: Moon,
    meanings: ['night', 'black', 'colours'],
    refusal: ({ page }) => (page.theme === 'dark' ? 'It is dark already.' : null),
    run: ({ page }) => page.setTheme('dark'),
  },
  {
    id: 'theme-light',
    title: 'Light theme',
    group: 'View',
    icon: Sun,
    meanings: ['day', 'white', 'colours'],
    refusal: ({ page }) => (page.theme === 'light' ? 'It is light already.' : null),
    run: ({ page }) => page.setTheme('light'),
  },
  {
    id: 'next-area',
    title: 'Go to the next area of the page',
    group: 'View',
    icon: ArrowRightToLine,
    meanings: ['focus', 'panel', 'canvas', 'keyboard'],
    shortcuts: [{ keys: 'F6', label: 'F6', where: 'page', whileTyping: true }],
    run: ({ page }) => page.goToArea(1),
  },
  {
    id: 'previous-area',
    title: 'Go to the area before',
    group: 'View',
    icon: ArrowLeftToLine,
    meanings: ['focus', 'panel', 'canvas', 'keyboard'],
    shortcuts: [{ keys: 'Shift+F6', label: 'Shift+F6', where: 'page', whileTyping: true }],
    run: ({ page }) => page.goToArea(-1),
  },
  {
    id: 'side-panel',
    title: 'Side panel on or off',
    group: 'View',
    icon: PanelRight,
    meanings: ['hide', 'close', 'sidebar'],
    run: ({ page }) => page.toggleSidePanel(),
  },
];

const files: readonly Command[] = [
  {
    id: 'open',
    title: 'Open …',
    group: 'Files',
    icon: FolderOpen,
    hint: 'A file, a pasted text, or an earlier version',
    meanings: ['load', 'import', 'version', 'history'],
    shortcuts: [{ keys: '$mod+o', label: 'Ctrl+O', where: 'page' }],
    run: ({ page }) => page.openDialog('open'),
  },
  {
    id: 'export',
    title: 'Export …',
    group: 'Files',
    icon: Download,
    hint: 'A file, a picture, or the figures of the run',
    meanings: ['save', 'download', 'csv', 'png', 'svg', 'json'],
    shortcuts: [{ keys: '$mod+s', label: 'Ctrl+S', where: 'page' }],
    run: ({ page }) => page.openDialog('export'),
  },
  {
    id: 'share',
    title: 'Share a link …',
    group: 'Files',
    icon: Share2,
    hint: 'To this very moment, with a QR code',
    meanings: ['qr', 'url', 'address', 'send'],
    run: ({ page }) => page.openDialog('share'),
  },
  {
    id: 'gallery',
    title: 'All scenarios …',
    group: 'Scenarios',
    icon: Layers,
    hint: 'With a picture of each',
    meanings: ['examples', 'gallery', 'shipped', 'exercises'],
    run: ({ page }) => page.openDialog('gallery'),
  },
];

const sweep: Command = {
  id: 'sweep',
  title: 'Sweep a setting …',
  group: 'Run',
  icon: ChartLine,
  hint: 'Many runs with other values, side by side',
  meanings: ['compare', 'vary', 'experiment', 'seeds', 'parameter'],
  run: ({ page }) => page.openDialog('sweep'),
};

const help: readonly Command[] = [
  {
    id: 'keys',
    title: 'All keys',
    group: 'Help',
    icon: Keyboard,
    meanings: ['shortcuts', 'keyboard', 'hotkeys'],
    shortcuts: [{ keys: 'Shift+?', label: '?', where: 'page' }],
    run: ({ page }) => page.showKeys(),
  },
  {
    id: 'help',
    title: 'Help',
    group: 'Help',
    icon: CircleQuestionMark,
    hint: 'The page in a minute',
    meanings: ['about', 'how', 'introduction'],
    run: ({ page }) => page.showHelp(),
  },
  {
    id: 'palette',
    title: 'All commands',
    group: 'Help',
    icon: SquareTerminal,
    meanings: ['palette', 'actions'],
    shortcuts: [{ keys: '$mod+k', label: 'Ctrl+K', where: 'page', whileTyping: true }],
    run: ({ page }) => page.showPalette(),
  },
];

const outline: Command = {
  id: 'outline',
  title: 'Show the outline',
  group: 'View',
  icon: Table2,
  hint: 'All parts, wires and faults as tables, with everything that can be done to them',
  meanings: ['tables', 'list', 'parts', 'panel', 'tab', 'accessible'],
  shortcuts: [{ keys: 'o', label: 'O', where: 'page' }],
  refusal: ({ page }) => (page.tabs.some(({ id }) => id === 'outline') ? null : 'This page has no outline.'),
  run: ({ page }) => page.showTab('outline'),
};

/** Those that are always the same. */
export const viewCommands: readonly Command[] = [...looking, outline, sweep, ...files, ...help];

/** One for each tab of the side panel and each scenario that the page has. */
export function pageCommands({ page }: CommandContext): readonly Command[] {
  return [
    ...page.tabs.filter(({ id }) => id !== outline.id).map(
      ({ id, label }): Command => ({
        id: `tab-${id}`,
        title: `Show ${label}`,
        group: 'View',
        icon: PanelRight,
        meanings: ['panel', 'tab', id],
        run: (context) => context.page.showTab(id),
      }),
    ),
    ...page.scenarios.map(
      ({ id, title, text }): Command => ({
        id: `scenario-${id}`,
        title: `Scenario: ${title}`,
        group: 'Scenarios',
        icon: Layers,
        hint: text,
        meanings: ['open', 'example', id],
        run: (context) => context.page.openScenario(id),
      }),
    ),
  ];
}
