/**
 * Do the fences bite? Plants an offence against every rule in a copy of the project's settings (in a folder of its own that
 * is removed afterwards), runs the real compilers, the linter and the import rules over it, and sees each one refused; and
 * sees a clean file beside them let through.
 */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const settings = [
  'package.json',
  'tsconfig.json',
  'src/engine/tsconfig.json',
  'src/tooling/oxlint.json',
  'src/tooling/dependency-cruiser.cjs',
];

type Tool = 'types' | 'engineTypes' | 'lint' | 'imports';

/** A file that breaks one rule: who must refuse it, and how that rule is called. */
type Plant = readonly [tool: Tool, rule: string, path: string, text: string];

const engineFloors = ['domain', 'engine', 'machines', 'policies', 'kinds', 'faults', 'scenario', 'simulation', 'cli'];
const floors = [...engineFloors, 'worker', 'course', 'ui', 'features'];
const faceFloors = ['policies', 'kinds', 'faults'];
const manyLines = (count: number): string =>
  Array.from({ length: count }, (_, index) => `export const n${index} = ${index};`).join('\n');

const importPlants: readonly Plant[] = [
  ...floors.map((floor): Plant => [
    'imports',
    `floor-${floor}`,
    `src/${floor}/upward.ts`,
    `export { clean } from '@/app/clean';`,
  ]),
  ['imports', 'floor-app', 'src/app/sideways.ts', `export { clean } from '@/cli/clean';`],
  ...faceFloors.map((floor): Plant => [
    'imports',
    `floor-${floor}-faces`,
    `src/${floor}/one/Face.tsx`,
    `export { clean } from '@/features/two/clean';`,
  ]),
  ['imports', 'no-face-in-model', 'src/kinds/one/model.ts', `export { clean } from './Face';`],
  ['imports', 'engine-packages', 'src/engine/draws.ts', `export { createElement } from 'react';`],
  ['imports', 'node-only-headless', 'src/scenario/reads.ts', `export { readFileSync } from 'node:fs';`],
  ['imports', 'canvas-only', 'src/features/charts/flows.ts', `export { ReactFlow } from '@xyflow/react';`],
  ['imports', 'no-part-inside-part', 'src/faults/one/model.ts', `export { clean } from '../two/model';`],
  ['imports', 'no-feature-inside-feature', 'src/features/one/panel.ts', `export { clean } from '../two/clean';`],
  ['imports', 'no-cycle', 'src/engine/chicken.ts', `import { egg } from './egg';\nexport const chicken = (): unknown => egg;`],
  ['imports', 'no-test-in-product', 'src/engine/cheats.ts', `export { clean } from './clean.test';`],
  ['imports', 'no-dev-package-in-product', 'src/features/one/random.ts', `export { integer } from 'fast-check';`],
  ['imports', 'no-unresolvable', 'src/ui/lost.ts', `export { nothing } from './nowhere';`],
  [
    'imports',
    'no-orphan-test',
    'src/engine/lonely.test.ts',
    `import { it } from 'vitest';\nit('tests nothing of ours', () => undefined);`,
  ],
];

const typePlants: readonly Plant[] = [
  ['types', 'TS7006', 'src/app/implicit.ts', 'export const same = (value) => value;'],
  ['types', 'TS2322', 'src/app/index-access.ts', 'export const first = (list: number[]): number => list[0];'],
  ['types', 'TS2375', 'src/app/optional.ts', 'export const box: { size?: number } = { size: undefined };'],
  ['types', 'TS4111', 'src/app/signature.ts', 'export const read = (map: Record<string, number>): unknown => map.size;'],
  ['types', 'TS1484', 'src/app/type-import.ts', `import { Plain } from './plain';\nexport type Copy = Plain;`],
  ['types', 'TS6133', 'src/app/unused.ts', 'const forgotten = 1;\nexport const used = 2;'],
  ['engineTypes', 'TS2584', 'src/engine/page.ts', 'export const title = (): string => document.title;'],
  ['engineTypes', 'TS2304', 'src/machines/timer.ts', 'export const wait = (): unknown => setTimeout(() => undefined, 1);'],
  ['engineTypes', 'TS2591', 'src/simulation/node.ts', 'export const folder = (): string => process.cwd();'],
];

const lintPlants: readonly Plant[] = [
  ['lint', 'no-explicit-any', 'src/app/any.ts', 'export const anything = (value: any): unknown => value;'],
  ['lint', 'no-non-null-assertion', 'src/app/insists.ts', 'export const first = (list: number[]): number => list[0]!;'],
  ['lint', 'ban-ts-comment', 'src/app/silenced.ts', '// @ts-ignore\nexport const wrong: number = "1";'],
  ['lint', 'no-unused-vars', 'src/app/idle.ts', 'export function idle(): void {\n  const forgotten = 1;\n}'],
  ['lint', 'eqeqeq', 'src/app/equal.ts', 'export const isSame = (a: unknown, b: unknown): boolean => a == b;'],
  ['lint', 'no-restricted-imports', 'src/app/patient.ts', `import { lazy } from 'react';\nexport const later = lazy;`],
  ['lint', 'no-eval', 'src/app/evaluates.ts', `export const run = (): unknown => eval('1');`],
  ['lint', 'no-floating-promises', 'src/app/floats.ts', 'export const go = (): void => {\n  Promise.resolve(1);\n};'],
  [
    'lint',
    'switch-exhaustiveness-check',
    'src/app/partial.ts',
    `export function say(word: 'a' | 'b'): void {\n  switch (word) {\n    case 'a':\n      break;\n  }\n}`,
  ],
  ['lint', 'max-lines', 'src/app/long.ts', manyLines(401)],
  ['lint', 'max-lines-per-function', 'src/app/tall.ts', `export function tall(): void {\n${'  Math.abs(1);\n'.repeat(70)}}`],
  ['lint', 'no-cycle', 'src/app/night.ts', `import { day } from './day';\nexport const night = (): unknown => day;`],
  [
    'lint',
    'rules-of-hooks',
    'src/app/Hook.tsx',
    `import { useState } from 'react';\nexport function Hook({ on }: { on: boolean }) {\n  if (on) useState(1);\n  return null;\n}`,
  ],
  ['lint', 'no-danger', 'src/app/Raw.tsx', `export const Raw = () => <p dangerouslySetInnerHTML={{ __html: '' }} />;`],
  ['lint', 'alt-text', 'src/app/Blind.tsx', `export const Blind = () => <img src="a.png" />;`],
  ['lint', 'no-focused-tests', 'src/app/alone.test.ts', `import { it } from 'vitest';\nit.only('runs alone', () => undefined);`],
  ['lint', 'no-disabled-tests', 'src/app/off.test.ts', `import { it } from 'vitest';\nit.skip('never runs', () => undefined);`],
  ...engineFloors.flatMap((floor): Plant[] => [
    ['lint', 'no-restricted-globals', `src/${floor}/clock.ts`, 'export const now = (): number => Date.now();'],
    ['lint', 'no-restricted-properties', `src/${floor}/dice.ts`, 'export const draw = (): number => Math.random();'],
  ]),
];

/** What the plants need to stand on; clean, and let through by every tool. */
const soil: Readonly<Record<string, string>> = {
  'src/app/clean.ts': 'export const clean = 1;',
  'src/cli/clean.ts': `import { readFileSync } from 'node:fs';\nexport const clean = (): string => readFileSync('file', 'utf8');`,
  'src/features/two/clean.ts': `export { clean } from '@/engine/clean';`,
  'src/features/canvas/flow.ts': `export { ReactFlow } from '@xyflow/react';`,
  'src/faults/two/model.ts': `export { clean } from '@/engine/clean';`,
  'src/kinds/two/Face.tsx': `import { clean } from '@/ui/clean';\nexport const Face = () => <p>{clean}</p>;`,
  'src/ui/clean.ts': 'export const clean = 1;',
  'src/engine/clean.ts': `import type { AnyActorRef } from 'xstate';
export const clean = (actor: AnyActorRef): number => Math.sqrt(actor.id.length);`,
  'src/engine/clean.test.ts': `import { expect, it } from 'vitest';
import { clean } from './clean';
export { clean };
it('is there', () => expect(clean).toBeTypeOf('function'));`,
  'src/app/plain.ts': 'export interface Plain {\n  readonly size: number;\n}',
};

/** The other half of a cycle: guilty as well, so neither planted nor clean. */
const accomplices: Readonly<Record<string, string>> = {
  'src/engine/egg.ts': `import { chicken } from './chicken';\nexport const egg = (): unknown => chicken;`,
  'src/app/day.ts': `import { night } from './night';\nexport const day = (): unknown => night;`,
};

interface Finding {
  readonly file: string;
  readonly rule: string;
  readonly message: string;
}

interface LintReport {
  readonly diagnostics: readonly { readonly code: string; readonly filename: string; readonly message: string }[];
}

interface ImportReport {
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly to: string; readonly rule: { readonly name: string } }[];
  };
}

const plants = [...importPlants, ...typePlants, ...lintPlants];
const found: Record<Tool, readonly Finding[]> = { types: [], engineTypes: [], lint: [], imports: [] };
let field = '';

/** Runs a tool of the project's packages in the field; refusing is its job, so the exit code does not matter. */
function run(script: string, ...args: string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(root, 'node_modules', script), ...args],
      { cwd: field, maxBuffer: 64 * 1024 * 1024 },
      (_refusal, stdout) => resolve(stdout),
    );
  });
}

async function compile(project: string): Promise<Finding[]> {
  const output = await run('typescript/bin/tsc', '-p', project, '--pretty', 'false');
  return [...output.matchAll(/^(\S+?)\(\d+,\d+\): error (TS\d+): (.*)$/gm)].map(([, file = '', rule = '', message = '']) => ({
    file: file.replaceAll('\\', '/'),
    rule,
    message,
  }));
}

async function lint(): Promise<Finding[]> {
  const report = JSON.parse(await run('oxlint/bin/oxlint', '-c', 'src/tooling/oxlint.json', '-f', 'json', 'src')) as LintReport;
  return report.diagnostics.map(({ code, filename, message }) => ({
    file: (filename.startsWith(field) ? relative(field, filename) : filename).replaceAll('\\', '/'),
    rule: /\((.+)\)$/.exec(code)?.[1] ?? code,
    message,
  }));
}

async function cruise(): Promise<Finding[]> {
  const script = 'dependency-cruiser/bin/dependency-cruise.mjs';
  const report = JSON.parse(
    await run(script, '--config', 'src/tooling/dependency-cruiser.cjs', '-T', 'json', 'src'),
  ) as ImportReport;
  return report.summary.violations.map(({ from, to, rule }) => ({ file: from, rule: rule.name, message: `imports ${to}` }));
}

function put(path: string, text: string): void {
  const target = join(field, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, `${text}\n`);
}

beforeAll(async () => {
  field = realpathSync(mkdtempSync(join(tmpdir(), 'faultline-fences-')));
  for (const path of settings) {
    mkdirSync(join(field, dirname(path)), { recursive: true });
    copyFileSync(join(root, path), join(field, path));
  }
  symlinkSync(join(root, 'node_modules'), join(field, 'node_modules'), 'junction');
  for (const [path, text] of Object.entries({ ...soil, ...accomplices })) put(path, text);
  for (const [, , path, text] of plants) put(path, text);
  // Two at a time: the machines that run this have few cores.
  [found.types, found.lint] = await Promise.all([compile('tsconfig.json'), lint()]);
  [found.engineTypes, found.imports] = await Promise.all([compile('src/engine/tsconfig.json'), cruise()]);
}, 120_000);

// The link goes first by itself: what it leads to is not ours to remove.
afterAll(() => {
  if (field === '') return;
  rmSync(join(field, 'node_modules'), { force: true });
  rmSync(field, { recursive: true, force: true });
});

describe('an offence is refused', () => {
  it.each(plants)('%s: %s in %s', (tool, rule, path) => {
    const against = found[tool].filter(({ file }) => file === path).map((finding) => finding.rule);
    expect(against).toContain(rule);
  });
});

describe('a clean file is let through', () => {
  it.each(Object.keys(soil))('%s', (path) => {
    expect(
      Object.values(found)
        .flat()
        .filter(({ file }) => file === path),
    ).toEqual([]);
  });
});

describe('no rule without a plant', () => {
  const { forbidden, required } = createRequire(import.meta.url)('./dependency-cruiser.cjs') as Record<
    'forbidden' | 'required',
    readonly { readonly name: string }[]
  >;

  it('of the import rules', () => {
    const planted = new Set(importPlants.map(([, rule]) => rule));
    expect([...forbidden, ...required].map(({ name }) => name).filter((name) => !planted.has(name))).toEqual([]);
  });

  it('about the arithmetic of the engine side', () => {
    const text = readFileSync(join(root, 'src/tooling/oxlint.json'), 'utf8');
    const names = [...text.matchAll(/"object": "Math", "property": "(\w+)"/g)].map((match) => match[1]);
    expect(names).toEqual(expect.arrayContaining(['random', 'log', 'exp', 'pow', 'sin', 'cos']));
  });
});
