import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { findPgliteFiles } from './node-assets.ts';
import { ensurePostgresImage } from './node-postgres.ts';

/** A classic worker as in an opaque origin: no fetch, no process, no indexedDB, no address of its own to load from. */
const BARE = `
  const { parentPort } = require('node:worker_threads');
  for (const name of ['fetch', 'XMLHttpRequest', 'indexedDB', 'process', 'require']) {
    try { Object.defineProperty(globalThis, name, { value: undefined, configurable: true, writable: true }); } catch {}
  }
  globalThis.self = globalThis;
  globalThis.WorkerGlobalScope = class {};
  globalThis.location = { href: 'blob:null/0', pathname: 'null/0' };
  { const process = undefined, require = undefined, module = undefined, exports = undefined, __filename = undefined;`;
const MAIN = `
  import { createPostgres } from './postgres-port.ts';
  globalThis.start = async ({ wasm, data, image }) => {
    const database = await createPostgres({ wasmModule: new WebAssembly.Module(wasm), dataBundle: data, image });
    database.reset('CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 100)');
    const session = database.openSession();
    database.run(session, 'DELETE FROM t WHERE id > 50', '[]');
    const counted = database.run(session, 'SELECT count(*), random() FROM t', '[]').text;
    database.reset('CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 100)');
    return [counted, database.run(database.openSession(), 'SELECT count(*) FROM t', '[]').text];
  };`;

test('bundled for the browser, it runs with handed-in bytes alone', async () => {
  const bundle = await build({
    stdin: { contents: MAIN, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    external: ['node:*', 'fs', 'path', 'crypto', 'module', 'url', 'fs/promises'],
    define: { 'import.meta.url': '"https://runtime.invalid/worker.js"' },
  });
  const code = `${BARE}\n${bundle.outputFiles[0]?.text}\n}
    parentPort.once('message', (bytes) => globalThis.start(bytes).then(
      (answer) => parentPort.postMessage(answer), (error) => parentPort.postMessage(String(error && error.stack || error))));`;
  const worker = new Worker(code, { eval: true });
  const files = findPgliteFiles();
  const answer = await new Promise<string[]>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    ensurePostgresImage().then(
      (image) => worker.postMessage({ wasm: readFileSync(files.wasm), data: readFileSync(files.data), image: readFileSync(image) }),
      reject,
    );
  });
  await worker.terminate();
  expect(answer.map((text) => JSON.parse(text).rows[0][0])).toEqual(['50', '100']);
});
