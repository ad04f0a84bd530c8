// Makes everything that the browser is handed by us: runtimes, snapshot, Postgres image, the sandbox worker. Written to
// public/runtime under names with a content hash, listed in public/runtime/manifest.json.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { ensurePostgresImage } from '#runtime/postgres/node-postgres.ts';
import { ensureSnapshot, pyodideFolder } from '#runtime/python/build-snapshot.ts';
import { bundleCompiler } from '#runtime/typescript/bundle-compiler.ts';
import { bundleKernel } from '#runtime/typescript/bundle-kernel.ts';
import { ensureLibraries } from '#runtime/typescript/libraries.ts';
import { bundleSandboxWorker } from './bundle-worker.ts';
import { languageServerScript, pythonLibrary } from './language-server.ts';
import { typescriptLibrary, typescriptServerScript } from './typescript-language.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const output = join(root, 'public/runtime');
const pgliteFolder = join(dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite')), '.');

interface ManifestFile {
  readonly url: string;
  /** Bytes over the wire. */
  readonly bytes: number;
  readonly gzip: boolean;
}

function write(name: string, content: Uint8Array | string, options: { gzip: boolean }): ManifestFile {
  const raw = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);
  const hash = createHash('sha256').update(raw).digest('hex').slice(0, 16);
  const dot = name.indexOf('.');
  const file = `${name.slice(0, dot)}.${hash}${name.slice(dot)}${options.gzip ? '.gz' : ''}`;
  const path = join(output, file);
  if (!existsSync(path)) {
    const bytes = options.gzip ? gzipSync(raw, { level: 7 }) : raw;
    writeFileSync(`${path}.${process.pid}`, bytes);
    renameSync(`${path}.${process.pid}`, path);
  }
  return { url: `/runtime/${file}`, bytes: readFileSync(path).length, gzip: options.gzip };
}

function removeStale(kept: readonly ManifestFile[]): void {
  const names = new Set(kept.map((file) => file.url.slice('/runtime/'.length)));
  for (const entry of readdirSync(output, { withFileTypes: true })) {
    if (entry.isFile() && entry.name !== 'manifest.json' && !names.has(entry.name)) rmSync(join(output, entry.name));
  }
}

export async function buildAssets(say: (message: string) => void): Promise<void> {
  mkdirSync(output, { recursive: true });
  const snapshot = readFileSync(await ensureSnapshot(say));
  const image = readFileSync(await ensurePostgresImage(say));
  const libraries = await ensureLibraries(say);
  say('bundling the sandbox worker');
  const worker = await bundleSandboxWorker(root);
  const pyodide = (name: string) => readFileSync(join(pyodideFolder, name));
  const files: Record<string, ManifestFile> = {
    workerScript: write('worker.js', worker, { gzip: true }),
    pyodideMjs: write('pyodide.mjs', pyodide('pyodide.mjs'), { gzip: true }),
    pyodideAsmMjs: write('pyodide.asm.mjs', pyodide('pyodide.asm.mjs'), { gzip: true }),
    pyodideWasm: write('pyodide.asm.wasm', pyodide('pyodide.asm.wasm'), { gzip: true }),
    pythonStdlib: write('python_stdlib.zip', pyodide('python_stdlib.zip'), { gzip: false }),
    lockFile: write('pyodide-lock.json', pyodide('pyodide-lock.json'), { gzip: true }),
    pythonSnapshot: write('snapshot.bin', snapshot, { gzip: true }),
    pgliteWasm: write('pglite.wasm', readFileSync(join(pgliteFolder, 'pglite.wasm')), { gzip: true }),
    pgliteData: write('pglite.data', readFileSync(join(pgliteFolder, 'pglite.data')), { gzip: true }),
    pgliteImage: write('postgres.tar', image, { gzip: true }),
    compiler: write('compiler.js', await bundleCompiler(root), { gzip: true }),
    kernel: write('kernel.js', await bundleKernel(root), { gzip: true }),
    libraries: write('libraries.json', JSON.stringify(libraries), { gzip: true }),
  };
  // What only the editor needs, fetched after the runtimes.
  say('packing the language servers');
  const importable = Object.keys(libraries).flatMap((name) => (name.endsWith('.js') ? [] : [name.slice('npm:'.length)]));
  const editor: Record<string, ManifestFile> = {
    pythonServer: write('python-server.js', languageServerScript(), { gzip: true }),
    pythonLibrary: write('python-library.json', JSON.stringify(pythonLibrary(root)), { gzip: true }),
    typescriptServer: write('typescript-server.js', await typescriptServerScript(root), { gzip: true }),
    typescriptLibrary: write('typescript-library.json', JSON.stringify(typescriptLibrary(root, importable)), { gzip: true }),
  };
  removeStale([...Object.values(files), ...Object.values(editor)]);
  writeFileSync(join(output, 'manifest.json'), `${JSON.stringify({ files, editor }, null, 2)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildAssets((message) => process.stdout.write(`surge: ${message}\n`));
}
