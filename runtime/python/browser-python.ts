// The Python guest in the sandbox worker. The worker has no network: the bytes come from the page, and Pyodide's own
// requests for its files are answered from memory.
import type { PythonAssets } from '#runtime/protocol.ts';
import { limitMemory } from './limit-memory.ts';
import { limitStack, type WithStack } from './limit-stack.ts';
import { type Interpreter, PythonGuest } from './python-guest.ts';
import { PYTHON_ENVIRONMENT } from './python-sources.ts';
import { withRoomFor } from './snapshot-memory.ts';

type LoadPyodide = (options: Record<string, unknown>) => Promise<Interpreter>;

export interface PythonStarter {
  /** A fresh interpreter, from the memory snapshot. */
  start(): Promise<PythonGuest>;
}

// Any URL will do: it is never fetched from a network (the sandbox's CSP would refuse it), only looked up below.
const BASE = 'https://runtime.invalid/';

export async function createPythonStarter(assets: PythonAssets): Promise<PythonStarter> {
  const moduleUrl = (source: string) => URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const pyodide = (await import(moduleUrl(assets.pyodideMjs))) as { loadPyodide: LoadPyodide };
  const asm = (await import(moduleUrl(assets.pyodideAsmMjs))) as { default: unknown };
  const files = new Map<string, { body: ArrayBuffer; type: string }>([
    ['pyodide.asm.wasm', { body: assets.pyodideWasm, type: 'application/wasm' }],
    ['python_stdlib.zip', { body: assets.pythonStdlib, type: 'application/zip' }],
  ]);
  const snapshot = new Uint8Array(assets.pythonSnapshot);

  const answer = (input: RequestInfo | URL): Promise<Response> => {
    const url = typeof input === 'string' ? input : input instanceof URL ? input.href : input.url;
    const file = files.get(url.slice(url.lastIndexOf('/') + 1));
    if (!file) return Promise.reject(new TypeError(`the sandbox has no network: ${url}`));
    return Promise.resolve(new Response(file.body, { headers: { 'content-type': file.type } }));
  };

  return {
    async start() {
      const realFetch = globalThis.fetch;
      globalThis.fetch = answer as typeof fetch;
      try {
        const interpreter = await pyodide.loadPyodide({
          indexURL: BASE,
          env: { ...PYTHON_ENVIRONMENT },
          enableRunUntilComplete: false,
          createPyodideModule: withRoomFor(snapshot, asm.default),
          lockFileContents: assets.lockFile,
          _loadSnapshot: snapshot,
        });
        limitMemory(interpreter);
        limitStack(interpreter as unknown as WithStack);
        return new PythonGuest(interpreter);
      } finally {
        globalThis.fetch = realFetch;
      }
    },
  };
}
