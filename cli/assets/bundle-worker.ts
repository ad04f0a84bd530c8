// The sandbox worker as one classic script: an opaque origin can start neither module workers nor chunks from a server.
import { join } from 'node:path';
import { build } from 'esbuild';

export async function bundleSandboxWorker(root: string): Promise<string> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [join(root, 'components/sandbox/worker-entry.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    // Pyodide takes a worker with importScripts for a classic one and refuses it; ours is one, and loads modules from blobs.
    banner: { js: 'self.importScripts = undefined;' },
    // PGlite reaches for Node's modules only where it runs in Node.
    external: ['node:*', 'fs', 'path', 'crypto', 'module', 'url', 'fs/promises'],
    define: { 'import.meta.url': '"https://runtime.invalid/worker.js"' },
    logLevel: 'error',
  });
  const file = result.outputFiles[0];
  if (!file) throw new Error('esbuild wrote no worker');
  return file.text;
}
