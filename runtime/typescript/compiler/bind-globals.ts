// Free names are bound to the kernel's globals, never to the real ones: `const setTimeout = S.g(G, "setTimeout")` at the head of the module. What the
// kernel does not have is a ReferenceError when it is used, as in Node.
import { type PluginObj, types as t } from '@babel/core';
import { COUNTERS, GLOBALS, PARAMETERS } from './names.ts';

const PARAMETER_NAMES = new Set<string>(PARAMETERS);

/** Puts the names to be bound at the module's head into `bound`. */
export function bindGlobals(bound: string[]): PluginObj {
  return {
    visitor: {
      Program: {
        exit(path) {
          // Passes before this one made and moved names.
          path.scope.crawl();
          const scope = path.scope as typeof path.scope & { globals: Record<string, t.Node> };
          const names = Object.keys(scope.globals)
            .filter((name) => !PARAMETER_NAMES.has(name) && name !== 'undefined' && name !== 'arguments')
            .sort();
          if (names.length === 0) return;
          const wanted = new Set(names);
          const assigned = new Set<string>();
          path.traverse({
            UnaryExpression(unary) {
              // typeof of a name that is not there is no error.
              const { argument, operator } = unary.node;
              if (
                operator !== 'typeof' ||
                !t.isIdentifier(argument) ||
                !wanted.has(argument.name) ||
                unary.scope.hasBinding(argument.name, true)
              )
                return;
              unary.node.argument = t.memberExpression(t.identifier(GLOBALS), t.identifier(argument.name));
            },
            AssignmentExpression(assignment) {
              for (const name of Object.keys(t.getBindingIdentifiers(assignment.node.left))) if (wanted.has(name)) assigned.add(name);
            },
          });
          const known = names.filter((name) => !assigned.has(name));
          // A name that is not there throws where it is used: it is looked up each time.
          path.traverse({
            ReferencedIdentifier(reference: {
              node: t.Identifier;
              scope: typeof path.scope;
              replaceWith(node: t.Node): void;
              parentPath: { isUnaryExpression(options: object): boolean } | null;
              skip(): void;
            }) {
              const { name } = reference.node;
              if (!wanted.has(name) || KNOWN.has(name) || reference.scope.hasBinding(name, true)) return;
              reference.replaceWith(
                t.callExpression(t.memberExpression(t.identifier(COUNTERS), t.identifier('g')), [
                  t.identifier(GLOBALS),
                  t.stringLiteral(name),
                ]),
              );
              reference.skip();
            },
          } as unknown as Parameters<typeof path.traverse>[0]);
          bound.push(...known.filter((name) => KNOWN.has(name)));
        },
      },
    },
  };
}

/** Globals that every worker has from its start (kernel/globals.ts): bound once. */
export const KNOWN = new Set(
  `AggregateError Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError Float32Array Float64Array Infinity
  Int16Array Int32Array Int8Array Intl Iterator JSON Map Math NaN Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set String
  Symbol SyntaxError TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakSet WeakRef FinalizationRegistry Atomics
  SharedArrayBuffer WebAssembly Function globalThis global decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape isFinite
  isNaN parseFloat parseInt AbortController AbortSignal Blob Buffer Event EventTarget Headers Request Response FormData URL URLSearchParams
  TextDecoder TextEncoder ReadableStream atob btoa clearImmediate clearInterval clearTimeout console crypto fetch performance process queueMicrotask
  setImmediate setInterval setTimeout structuredClone DOMException`.split(/\s+/),
);
