// The user's TypeScript (or a library's JavaScript) as a module factory for the kernel: types stripped, async lowered onto the kernel's own
// coroutines and Promise, counters and lines inserted, imports and globals bound to what the kernel hands in.
//
// A module becomes the text of one function expression:
//   function (S, G, require, exports, meta, load) { ... }
// S: the counters and hooks of kernel/counters.ts. G: the globals that the module names. load: import(). A module with top-level await returns a
// promise.
import { type PluginObj, type PluginTarget, types as t, transformFromAstSync, transformSync } from '@babel/core';
import lowerAsyncGenerators from '@babel/plugin-transform-async-generator-functions';
import lowerAsyncFunctions from '@babel/plugin-transform-async-to-generator';
import linkModules from '@babel/plugin-transform-modules-commonjs';
import stripTypes from '@babel/plugin-transform-typescript';
import { bindGlobals } from './bind-globals.ts';
import { instrument } from './instrument.ts';
import { COUNTERS, GLOBALS, PARAMETERS } from './names.ts';

export interface CompiledModule {
  /** A function expression. */
  readonly code: string;
  /** What it imports, in order, without what is imported for types only. */
  readonly imports: readonly string[];
}

/** A syntax error of the user's program. */
export class CompileError extends Error {
  constructor(
    message: string,
    readonly file: string,
    readonly line: number | null,
  ) {
    super(message);
    this.name = 'CompileError';
  }
}

export interface CompileOptions {
  readonly path: string;
  /** Index of the file in the lines that are told (LINES_PER_FILE in kernel/counters.ts); null: a library, which has no lines. */
  readonly fileIndex: number | null;
}

/** Throws CompileError. */
export function compileModule(source: string, { path, fileIndex }: CompileOptions): CompiledModule {
  const base = { configFile: false, babelrc: false, sourceType: 'module', compact: fileIndex === null, comments: false } as const;
  const isTypeScript = /\.[cm]?tsx?$/.test(path);
  const imports: string[] = [];
  try {
    const stripped = transformSync(source, {
      ...base,
      filename: path,
      plugins: isTypeScript ? [[stripTypes, { allowDeclareFields: true, optimizeConstEnums: true }]] : [],
      parserOpts: { plugins: ['explicitResourceManagement'] },
      ast: true,
      code: false,
    });
    const pass = (ast: t.File, plugins: PluginTarget[]) => {
      const result = transformFromAstSync(ast, undefined, { ...base, plugins, ast: true, code: false, cloneInputAst: false });
      return result?.ast as t.File;
    };
    const instrumented = pass(stripped?.ast as t.File, [collectImports(imports), instrument(fileIndex)]);
    const linked = pass(instrumented, [[linkModules, { importInterop: 'none', noInterop: true, strictMode: false }]]);
    wrapTopLevelAwait(linked);
    const lowered = pass(linked, [helpersOfKernel(), lowerAsyncGenerators, lowerAsyncFunctions]);
    const bound: string[] = [];
    const result = transformFromAstSync(lowered, undefined, { ...base, plugins: [bindGlobals(bound)], cloneInputAst: false });
    const head = bound.map((name) => `const ${name} = ${COUNTERS}.g(${GLOBALS}, "${name}");\n`).join('');
    return { code: `(function (${PARAMETERS.join(', ')}) { "use strict";\n${head}${result?.code ?? ''}\n})`, imports };
  } catch (error) {
    throw asCompileError(error, path);
  }
}

function collectImports(imports: string[]): PluginObj {
  const note = (source: t.StringLiteral | null | undefined) => {
    if (source && !imports.includes(source.value)) imports.push(source.value);
  };
  return {
    visitor: {
      ImportDeclaration: ({ node }) => note(node.source),
      ExportNamedDeclaration: ({ node }) => note(node.source),
      ExportAllDeclaration: ({ node }) => note(node.source),
    },
  };
}

/** Babel's helpers for async code are the kernel's: S.asyncToGenerator and so on. */
function helpersOfKernel(): PluginObj {
  return {
    pre(file) {
      const { set } = file as unknown as { set(key: string, value: unknown): void };
      set.call(file, 'helperGenerator', (name: string) => t.memberExpression(t.identifier(PARAMETERS[0]), t.identifier(name)));
    },
    visitor: {},
  };
}

/** Statements around a top-level await become the body of an async function, whose promise the module returns. */
function wrapTopLevelAwait(ast: t.File): void {
  const { program } = ast;
  if (!program.body.some(awaitsOutside)) return;
  const body = t.blockStatement(program.body, []);
  program.body = [t.returnStatement(t.callExpression(t.arrowFunctionExpression([], body, true), []))];
}

function awaitsOutside(node: t.Node): boolean {
  if (t.isFunction(node) || t.isClassBody(node))
    return (
      t.isClassBody(node) && node.body.some((member) => 'computed' in member && member.computed && awaitsOutside(member.key as t.Node))
    );
  if (t.isAwaitExpression(node) || (t.isForOfStatement(node) && node.await)) return true;
  return (t.VISITOR_KEYS[node.type] ?? []).some((key) => {
    const value = (node as unknown as Record<string, unknown>)[key];
    return Array.isArray(value) ? value.some((item) => item && awaitsOutside(item)) : value ? awaitsOutside(value as t.Node) : false;
  });
}

function asCompileError(error: unknown, path: string): CompileError {
  const { message, loc } = error as { message: string; loc?: { line: number; column: number } };
  // "/main.ts: Unexpected token (3:4)\n\n  1 | ..." without its frame and place.
  const first = message.split('\n')[0] ?? message;
  const text = first.replace(/^[^:]*\.[cm]?[jt]sx?: /, '').replace(/ ?\(\d+:\d+\)$/, '');
  return new CompileError(`SyntaxError: ${text}`, path, loc?.line ?? null);
}
