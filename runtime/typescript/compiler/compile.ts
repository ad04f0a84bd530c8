// The user's TypeScript (or a library's JavaScript) as a module factory for the kernel: types stripped, async lowered onto the kernel's own
// coroutines and Promise, counters and lines inserted, imports and globals bound to what the kernel hands in.
//
// A module becomes the text of one function expression:
//   function* (S, G, import, exports, meta, load, gate) { exports and imports; yield; the module's statements }
// S: the counters and hooks of kernel/counters.ts. G: the globals that the module names. load: import(). A module with top-level await is a function
// that returns a promise, and awaits the gate where others yield.
import { type PluginObj, type PluginTarget, types as t, transformFromAstSync, transformSync } from '@babel/core';
import lowerAsyncGenerators from '@babel/plugin-transform-async-generator-functions';
import lowerAsyncFunctions from '@babel/plugin-transform-async-to-generator';
import stripTypes from '@babel/plugin-transform-typescript';
import { bindGlobals } from './bind-globals.ts';
import { callPaths } from './call-paths.ts';
import { checkIterators } from './check-iterators.ts';
import { lowerClassMembers } from './class-members.ts';
import { inferNames } from './inferred-names.ts';
import { instrument } from './instrument.ts';
import { keepBindings, keepPrivateFields } from './keep.ts';
import { type Import, type Links, linkModules } from './link-modules.ts';
import { COUNTERS, GLOBALS, MARK, PARAMETERS } from './names.ts';
import { ownPowers } from './powers.ts';
import { refuse } from './refuse.ts';
import { reuseAsyncMethods } from './reuse-async-methods.ts';

export interface CompiledModule {
  /** A function expression. */
  readonly code: string;
  /** What it imports, in order, without what is imported for types only. */
  readonly imports: readonly Import[];
  /** Of them, those that it exports as a whole. */
  readonly stars: readonly string[];
  /** It has a top-level await. */
  readonly isAsync: boolean;
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
  const links: Links = { imports: [], stars: [], isAsync: false };
  try {
    const stripped = transformSync(source, {
      ...base,
      filename: path,
      plugins: [
        refuseSyntax(),
        lowerClassMembers(),
        ...(fileIndex === null ? [inferNames()] : []),
        ...(isTypeScript ? [[stripTypes, { allowDeclareFields: true, optimizeConstEnums: true }] as PluginTarget] : []),
      ],
      parserOpts: { plugins: ['explicitResourceManagement', 'decorators-legacy', 'decoratorAutoAccessors'] },
      ast: true,
      code: false,
    });
    const pass = (ast: t.File, plugins: PluginTarget[]) => {
      const result = transformFromAstSync(ast, undefined, { ...base, plugins, ast: true, code: false, cloneInputAst: false });
      return result?.ast as t.File;
    };
    const instrumented = pass(stripped?.ast as t.File, [instrument(fileIndex), callPaths(fileIndex)]);
    keepBindings(instrumented, fileIndex);
    const linked = pass(instrumented, [linkModules(links, fileIndex)]);
    const lowered = pass(linked, [keepPrivateFields(), helpersOfKernel(), reuseAsyncMethods(), lowerAsyncGenerators, lowerAsyncFunctions]);
    const checked = pass(lowered, [checkIterators(source), ownPowers()]);
    const bound: string[] = [];
    const result = transformFromAstSync(checked, undefined, { ...base, plugins: [bindGlobals(bound)], cloneInputAst: false });
    const head = bound.map((name) => `const ${name} = ${COUNTERS}.g(${GLOBALS}, "${name}");\n`).join('');
    const keyword = links.isAsync ? 'function' : 'function*';
    return { code: `(${keyword} (${PARAMETERS.join(', ')}) { "use strict";\n${head}${result?.code ?? ''}\n})`, ...links };
  } catch (error) {
    throw asCompileError(error, path);
  }
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

/** What parses, and still cannot be run. */
function refuseSyntax(): PluginObj {
  return {
    visitor: {
      // Through the kernel's own names a program could turn its counters back.
      Identifier({ node }) {
        if (node.name.endsWith(MARK)) refuse(`the name ${node.name} is reserved`, node);
      },
      Decorator({ node }) {
        refuse('not simulated: decorators. Available: functions that are called with what they decorate', node);
      },
      VariableDeclaration({ node }) {
        if (node.kind === 'using' || node.kind === 'await using')
          refuse(`not simulated: ${node.kind} declarations. Available: try and finally`, node);
      },
      // Before the types are stripped, which has no line for it.
      Program({ node }) {
        // #!/usr/bin/env node
        node.interpreter = null;
        for (const each of node.body) {
          if (t.isTSExportAssignment(each)) refuse('export = is not for ES modules. Write export default', each);
          if (t.isTSImportEqualsDeclaration(each) && t.isTSExternalModuleReference(each.moduleReference))
            refuse('import = require() is not for ES modules. Write import ... from', each);
        }
      },
    },
  };
}

function asCompileError(error: unknown, path: string): CompileError {
  const { message, loc } = error as { message: string; loc?: { line: number; column: number } };
  // "/main.ts: Unexpected token (3:4)\n\n  1 | ..." without its frame and place.
  const first = message.split('\n')[0] ?? message;
  const text = first.replace(/^[^:]*\.[cm]?[jt]sx?: /, '').replace(/ ?\(\d+:\d+\)$/, '');
  return new CompileError(`SyntaxError: ${text}`, path, loc?.line ?? null);
}
