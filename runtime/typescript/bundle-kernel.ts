// Kernel and stand-ins as one script whose value is the realm's functions. async is lowered onto our own Promise, as in the user's code.
import { build } from 'esbuild';

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

/** esbuild names functions anew each time that one is made. Most have their name already, and defining it takes longer than the call that follows. */
function cheapNames(script: string): string {
  const helper = /var __name = \(target, value\) => (.+);\n/;
  if (!helper.test(script)) throw new Error("esbuild's helper for names is written otherwise than expected");
  return script.replace(helper, 'var __name = (target, value) => target.name === value ? target : $1;\n');
}
