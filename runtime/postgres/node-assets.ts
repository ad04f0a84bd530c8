// Finds the files of Postgres for Node: PGlite's in node_modules. In the browser the page hands the same bytes in.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface PgliteFiles {
  readonly wasm: string;
  readonly data: string;
  readonly initdbWasm: string;
  readonly version: string;
}

/** Paths of PGlite's files; the build copies wasm and data into public/. */
export function findPgliteFiles(): PgliteFiles {
  const dist = dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'));
  const manifest = JSON.parse(readFileSync(join(dist, '..', 'package.json'), 'utf8')) as { version: string };
  return {
    wasm: join(dist, 'pglite.wasm'),
    data: join(dist, 'pglite.data'),
    initdbWasm: join(dist, 'initdb.wasm'),
    version: manifest.version,
  };
}

let compiled: WebAssembly.Module | null = null;

/** pglite.wasm compiled (once a process) and pglite.data. */
export function readPgliteAssets(): { wasmModule: WebAssembly.Module; dataBundle: Uint8Array } {
  const files = findPgliteFiles();
  compiled ??= new WebAssembly.Module(readFileSync(files.wasm));
  return { wasmModule: compiled, dataBundle: readFileSync(files.data) };
}
