// Kernel and stand-ins as one script whose value is the realm's functions. async is lowered onto our own Promise, as in the user's code.
import { build } from 'esbuild';
import { cheapNames } from './cheap-names.ts';

const NAMES =
  `Object Function Array String Number Boolean BigInt Symbol Math JSON Reflect Proxy Map Set WeakMap WeakSet RegExp Date Error EvalError RangeError
  ReferenceError SyntaxError TypeError URIError AggregateError ArrayBuffer DataView Uint8Array Int8Array Uint8ClampedArray Int16Array Uint16Array Int32Array
  Uint32Array Float32Array Float64Array BigInt64Array BigUint64Array Intl isNaN isFinite parseInt parseFloat encodeURIComponent decodeURIComponent
  encodeURI decodeURI escape unescape`.split(/\s+/);

/** `minify` for what the page fetches. */
export async function bundleKernel(root: string, minify = false): Promise<string> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: ['runtime/typescript/kernel/realm-entry.ts'],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'realm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['import', 'default'],
    target: 'es2022',
    supported: { 'async-await': false, 'async-generator': false, 'for-await': false },
    inject: ['runtime/typescript/kernel/injected-promise.ts'],
    minify,
    keepNames: true,
    legalComments: 'none',
    logLevel: 'error',
  });
  const script = cheapNames(result.outputFiles[0]?.text ?? '');
  // Names are looked up once: in a context of Node's every look-up of a global goes through an interceptor.
  // esbuild's own helpers of async code are not reached by `inject`: for them Promise is the realm's by its name.
  return `(function () { "use strict"; const { ${NAMES.join(', ')} } = globalThis; let Promise;\n${script}\nPromise = realm.GuestPromise; return realm; })()`;
}
