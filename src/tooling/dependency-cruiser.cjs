/**
 * The import rules: which floor of the house may know which. Read by dependency-cruiser (`npm run depcheck`); the fences
 * test plants an offence against each rule. CommonJS, because the tool loads its settings that way.
 */

/** Every floor with the floors below it that it may import from. A floor that is missing here may import nothing. */
const foundation = ['domain', 'engine', 'machines'];
const parts = ['policies', 'kinds', 'faults'];
const floors = {
  domain: [],
  engine: ['domain', 'machines'],
  machines: ['domain', 'engine'],
  policies: [...foundation, ...parts],
  kinds: [...foundation, ...parts],
  faults: [...foundation, ...parts],
  scenario: [...foundation, ...parts],
  simulation: [...foundation, ...parts, 'scenario'],
  worker: [...foundation, ...parts, 'scenario', 'simulation', 'course'],
  course: [...foundation, ...parts, 'scenario', 'simulation'],
  cli: [...foundation, ...parts, 'scenario', 'simulation', 'course'],
  ui: [],
  features: [...foundation, ...parts, 'scenario', 'simulation', 'worker', 'course', 'ui'],
  app: [...foundation, ...parts, 'scenario', 'simulation', 'worker', 'course', 'ui', 'features'],
};

/** Folders whose .ts files are the engine side; a .tsx file among them is a face, drawn by the page. */
const engineSide = '^src/(domain|engine|machines|policies|kinds|faults|scenario|simulation|cli)/';
// A suite, or a helper of suites (test-clock.ts).
const tests = '(\\.test\\.tsx?|/test-[^/]+\\.ts)$';

const floorRules = Object.entries(floors).map(([floor, below]) => {
  const isPart = parts.includes(floor);
  const allowed = ['itself', ...below].join(', ');
  return {
    name: `floor-${floor}`,
    comment: `src/${floor} may import from: ${allowed}${isPart ? '; its faces (.tsx) from ui, too' : ''}.`,
    severity: 'error',
    from: { path: `^src/${floor}/`, pathNot: isPart ? [tests, '\\.tsx$'] : tests },
    to: { path: '^src/', pathNot: `^src/(${[floor, ...below].join('|')})/` },
  };
});

const faceRules = parts.map((floor) => ({
  name: `floor-${floor}-faces`,
  comment: 'A face draws its own part with what ui offers; it knows no feature.',
  severity: 'error',
  from: { path: `^src/${floor}/.*\\.tsx$`, pathNot: tests },
  to: { path: '^src/', pathNot: `^src/(${[...foundation, ...parts, 'ui'].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...floorRules,
    ...faceRules,
    {
      name: 'no-face-in-model',
      comment: 'What runs headless imports no .tsx file: the registry of faces is itself a .tsx file.',
      severity: 'error',
      from: { path: engineSide, pathNot: ['\\.tsx$', tests] },
      to: { path: '\\.tsx$' },
    },
    {
      name: 'engine-packages',
      comment: 'The engine side runs anywhere and gives the same bits: of all packages it meets only xstate and zod.',
      severity: 'error',
      from: { path: engineSide, pathNot: ['\\.tsx$', tests] },
      to: { path: 'node_modules/', pathNot: 'node_modules/(xstate|zod)/' },
    },
    {
      name: 'node-only-headless',
      comment: 'Modules of Node exist only in the command line, the tooling and the tests.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(cli|tooling)/', tests] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'canvas-only',
      comment: 'Every import of @xyflow stays inside features/canvas: its next major version is coming.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/features/canvas/' },
      to: { path: ['node_modules/@xyflow/', '^@xyflow/'] },
    },
    {
      name: 'no-part-inside-part',
      comment: 'A kind, fault or policy is one folder; what two of them share moves to the engine or to a folder "shared".',
      severity: 'error',
      from: { path: '^src/(kinds|faults|policies)/([^/]+)/', pathNot: tests },
      to: { path: '^src/$1/[^/]+/', pathNot: '^src/$1/($2|shared)/' },
    },
    {
      name: 'no-feature-inside-feature',
      comment:
        'What two features share moves down, to features/shared or features/editing (edits without a screen); app brings them together.',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/', pathNot: tests },
      to: { path: '^src/features/[^/]+/', pathNot: '^src/features/($1|shared|editing)/' },
    },
    {
      name: 'no-cycle',
      comment: 'Two files that need each other are one file, or lack a third. Types alone may point both ways.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-test-in-product',
      comment: 'What only tests need stays out of the product.',
      severity: 'error',
      from: { path: '^src/', pathNot: [tests, '^src/tooling/'] },
      to: { path: [tests, '^src/tooling/'] },
    },
    {
      name: 'no-dev-package-in-product',
      comment: 'A package used by the product is one of its dependencies.',
      severity: 'error',
      from: { path: '^src/', pathNot: [tests, '^src/tooling/', '\\.d\\.ts$'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import leads to a file that exists.',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true, pathNot: ['^virtual:', '\\?'] },
    },
  ],
  required: [
    {
      name: 'no-orphan-test',
      comment: 'A test imports what it tests.',
      severity: 'error',
      module: { path: '\\.test\\.tsx?$', pathNot: '^src/tooling/' },
      to: { path: '^src/(?!.*\\.test\\.tsx?$)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Types count: a floor that names a type of the floor above knows it.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json', '.d.ts'],
    },
  },
};
