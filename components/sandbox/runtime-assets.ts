// Fetches the runtimes that the build laid out under /runtime, with progress in bytes. The sandbox has no network of its own.
import { z } from 'zod';
import type { SandboxAssets } from '#runtime/protocol.ts';
import { fetchOwn, MANIFEST_URL, ManifestFile, unpack } from './own-file.ts';

const NAMES = [
  'workerScript',
  'pyodideMjs',
  'pyodideAsmMjs',
  'pyodideWasm',
  'pythonStdlib',
  'lockFile',
  'pythonSnapshot',
  'pgliteWasm',
  'pgliteData',
  'pgliteImage',
] as const;
type AssetName = (typeof NAMES)[number];

const Manifest = z.object({ files: z.record(z.enum(NAMES), ManifestFile) });

export interface LoadedAssets {
  readonly workerScript: string;
  readonly assets: SandboxAssets;
}
export interface LoadOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (loadedBytes: number, totalBytes: number) => void;
}

async function readBytes(response: Response, onBytes: (count: number) => void): Promise<Blob> {
  if (!response.body) return response.blob();
  const parts: BlobPart[] = [];
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Blob(parts);
    parts.push(value);
    onBytes(value.length);
  }
}

export async function loadRuntimeAssets({ signal, onProgress }: LoadOptions): Promise<LoadedAssets> {
  const manifest = Manifest.parse(await (await fetchOwn(MANIFEST_URL, signal)).json());
  const totalBytes = NAMES.reduce((sum, name) => sum + manifest.files[name].bytes, 0);
  let loadedBytes = 0;
  const load = async (name: AssetName): Promise<[AssetName, ArrayBuffer]> => {
    const response = await fetchOwn(manifest.files[name].url, signal);
    const blob = await readBytes(response, (count) => {
      loadedBytes = Math.min(totalBytes, loadedBytes + count);
      onProgress(loadedBytes, totalBytes);
    });
    return [name, await unpack(blob)];
  };
  const files = Object.fromEntries(await Promise.all(NAMES.map(load))) as Record<AssetName, ArrayBuffer>;
  const text = (name: AssetName) => new TextDecoder().decode(files[name]);
  return {
    workerScript: text('workerScript'),
    assets: {
      pyodideMjs: text('pyodideMjs'),
      pyodideAsmMjs: text('pyodideAsmMjs'),
      lockFile: text('lockFile'),
      pyodideWasm: files.pyodideWasm,
      pythonStdlib: files.pythonStdlib,
      pythonSnapshot: files.pythonSnapshot,
      pgliteWasm: files.pgliteWasm,
      pgliteData: files.pgliteData,
      pgliteImage: files.pgliteImage,
    },
  };
}
