/**
 * Rules about the tree as a whole, which no linter keeps: length, headers, forbidden words, arithmetic of the engine side,
 * imports that leave their floor by a side door, notes that name files which are gone. An exception stands in a list here
 * with its reason; such lists only shrink.
 */
import { posix } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { isCode, isEngineSide, isTest, nodesOf, parse, placeOf, readProjectFile, readTree } from './source-tree';

const files = readTree();
const code = files.filter(({ path }) => isCode(path));
const trees = code.filter(({ path }) => /\.tsx?$/.test(path)).map(parse);
const engineTrees = trees.filter(({ fileName }) => isEngineSide(fileName));

/** Places in the trees that `isOffence` complains about. */
function offences(among: readonly ts.SourceFile[], isOffence: (node: ts.Node) => boolean): string[] {
  return among.flatMap((tree) => [...nodesOf(tree)].filter(isOffence).map(placeOf));
}

/** Lines that match, as path:line. */
function linesMatching(pattern: RegExp, among = files): string[] {
  return among.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
  );
}

describe('the shape of files', () => {
  it('reads the project', () => {
    expect(code.length).toBeGreaterThan(20);
    expect(engineTrees.length).toBeGreaterThan(5);
  });

  it('keeps programs and style sheets to 400 lines, or says why not', () => {
    const long = files.filter(({ path, text }) => {
      const isBounded = isCode(path) || path.endsWith('.css');
      return isBounded && text.trimEnd().split('\n').length > 400 && !text.includes('Longer than 400 lines because');
    });
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  // The aim is 130; a line that would break badly may have ten more, and an address cannot be broken.
  it('keeps lines to 140 columns', () => {
    expect(linesMatching(/^(?!.*https?:\/\/).{141,}$/, code)).toEqual([]);
  });

  it('opens every program with a comment that says what it is', () => {
    const silent = code.filter(({ text }) => !/^(#!.*\n)?\s*(\/\*|\/\/)/.test(text));
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  it('explains what the engine side exports', () => {
    const isSilent = (statement: ts.Statement): boolean =>
      isExported(statement) && ts.getJSDocCommentsAndTags(statement).length === 0;
    const silent = engineTrees.flatMap((tree) => tree.statements.filter(isSilent).map(placeOf));
    expect(silent).toEqual([]);
  });
});

/** True for an exported declaration; an overload or a re-export needs no words of its own. */
function isExported(statement: ts.Statement): boolean {
  if (!ts.canHaveModifiers(statement)) return false;
  return (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

describe('words that have no place here', () => {
  it('types nothing as any', () => {
    expect(offences(trees, ({ kind }) => kind === ts.SyntaxKind.AnyKeyword)).toEqual([]);
  });

  it('silences no compiler', () => {
    expect(linesMatching(/@ts-(ignore|expect-error|nocheck)/, code.filter(isNoFence))).toEqual([]);
  });

  it('postpones nothing', () => {
    // Put together here, so that this file does not accuse itself.
    const marks = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK'].join('|')})\\b`);
    expect(linesMatching(marks)).toEqual([]);
  });

  it('has no pictographs: many classroom machines draw them as empty boxes', () => {
    // Signs of old that Unicode counts among them: copyright, registered, trade mark, arrows to both sides.
    expect(linesMatching(/(?![©®™↔↕])\p{Extended_Pictographic}|\u{FE0F}/u)).toEqual([]);
  });

  it('skips no test and runs none alone', () => {
    const marks = new Set(['skip', 'only', 'todo', 'skipIf', 'runIf', 'fixme']);
    const suites = new Set(['it', 'test', 'describe']);
    const isMarked = (node: ts.Node): boolean =>
      ts.isPropertyAccessExpression(node) && marks.has(node.name.text) && suites.has(firstName(node));
    expect(
      offences(
        trees.filter(({ fileName }) => isTest(fileName)),
        isMarked,
      ),
    ).toEqual([]);
  });

  it('names no folder of one machine and no host of a package registry', () => {
    const folder = new RegExp('(?<![\\w.)}*-])/(work|root|tmp|home|Users)/\\w');
    const host = /\/\/[\w.-]*registry\.|registry\.(npmjs|yarnpkg|npmmirror)|npmjs\.(org|com)|\bverdaccio\b|\bartifactory\b/i;
    expect([...linesMatching(folder), ...linesMatching(host)]).toEqual([]);
    expect(readProjectFile('package-lock.json')).not.toMatch(/"resolved": "(?!https:\/\/registry\.npmjs\.org\/)/);
  });
});

/** The fences plant offences on purpose. */
function isNoFence({ path }: { readonly path: string }): boolean {
  return !/^src\/tooling\/(fences|tidy)\.test\.ts$/.test(path);
}

/** The name at the very left of a chain: `test` of test.describe.only. */
function firstName(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) || ts.isCallExpression(node) ? firstName(node.expression) : '';
}

/** Exact by the language's standard, or constants. Everything else of Math may differ in its last digit. */
const exactMath = new Set('abs ceil floor trunc round sign min max sqrt imul clz32 fround PI E LN2 LN10 SQRT2'.split(' '));

describe('the engine side computes the same bits everywhere', () => {
  it('uses of Math only what is exact', () => {
    const isInexact = (node: ts.Node): boolean => {
      if (!ts.isIdentifier(node) || node.text !== 'Math') return false;
      const { parent } = node;
      return !(ts.isPropertyAccessExpression(parent) && parent.expression === node && exactMath.has(parent.name.text));
    };
    expect(offences(engineTrees, isInexact)).toEqual([]);
  });

  it('raises to a power only whole-number literals', () => {
    const isWhole = (node: ts.Node): boolean =>
      ts.isPrefixUnaryExpression(node)
        ? isWhole(node.operand)
        : ts.isNumericLiteral(node) && Number.isSafeInteger(Number(node.text));
    const isPower = (node: ts.Node): boolean =>
      ts.isBinaryExpression(node) &&
      (node.operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskEqualsToken ||
        (node.operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskToken && !(isWhole(node.left) && isWhole(node.right))));
    expect(offences(engineTrees, isPower)).toEqual([]);
  });

  it('takes time and chance from nobody', () => {
    const takers = new Set(['Date', 'performance', 'globalThis', 'crypto']);
    const isTaken = (node: ts.Node): boolean => {
      if (!ts.isIdentifier(node) || !takers.has(node.text)) return false;
      const { parent } = node;
      // A property or a member of that name is something else.
      return (
        !(ts.isPropertyAccessExpression(parent) && parent.name === node) &&
        !ts.isPropertyAssignment(parent) &&
        !ts.isPropertySignature(parent) &&
        !ts.isPropertyDeclaration(parent) &&
        !ts.isLiteralTypeNode(parent)
      );
    };
    expect(offences(engineTrees, isTaken)).toEqual([]);
  });
});

describe('the floors', () => {
  it('are left only by way of @/', () => {
    const astray = trees.flatMap((tree) => {
      const floor = /^src\/([^/]+)\//.exec(tree.fileName)?.[1];
      return tree.statements
        .filter((statement) => ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement))
        .filter(({ moduleSpecifier }) => {
          if (floor === undefined || !moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) return false;
          if (!moduleSpecifier.text.startsWith('.')) return false;
          const path = posix.join(posix.dirname(tree.fileName), moduleSpecifier.text);
          // The shipped scenarios and the package file lie beside src, where no alias leads.
          return path.startsWith('src/') && !`${path}/`.startsWith(`src/${floor}/`);
        })
        .map(placeOf);
    });
    expect(astray).toEqual([]);
  });
});

describe('the notes', () => {
  it('name only files that exist', () => {
    const known = new Set(files.map(({ path }) => path));
    const gone = files
      .filter(({ path }) => path.endsWith('.md'))
      .flatMap(({ path, text }) =>
        [...text.matchAll(/`((?:src|e2e|scenarios|public)\/[\w./-]+\.(?:tsx?|mjs|cjs|json|md|css))`/g)]
          .map((match) => match[1] ?? '')
          .filter((name) => !known.has(name))
          .map((name) => `${path} names ${name}`),
      );
    expect(gone).toEqual([]);
  });
});
