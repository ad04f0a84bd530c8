// Fetches the runtimes of one language that the build laid out under /runtime, with progress in bytes. The sandbox has no network of its own.
import { z } from 'zod';
import type { Submission } from '#judge/task.ts';
import type { PostgresAssets, PythonAssets, SandboxAssets, TypeScriptAssets } from '#runtime/protocol.ts';
import { fetchOwn, MANIFEST_URL, ManifestFile, unpack } from './own-file.ts';

type Language = Submission['language'];
/** How an asset is handed in. */
type Kinds<Assets> = { readonly [Name in keyof Omit<Assets, 'language'>]: Assets[Name] extends string ? 'text' : 'bytes' };

const POSTGRES: Kinds<PostgresAssets> = { pgliteWasm: 'bytes', pgliteData: 'bytes', pgliteImage: 'bytes' };
const PYTHON: Kinds<PythonAssets> = {
  pyodideMjs: 'text',
  pyodideAsmMjs: 'text',
  pyodideWasm: 'bytes',
  pythonStdlib: 'bytes',
  lockFile: 'text',
  pythonSnapshot: 'bytes',
};
const TYPESCRIPT: Kinds<TypeScriptAssets> = { compiler: 'text', kernel: 'text', libraries: 'text' };
const KINDS: Readonly<Record<Language, Readonly<Record<string, 'text' | 'bytes'>>>> = {
  python: { ...PYTHON, ...POSTGRES },
  typescript: { ...TYPESCRIPT, ...POSTGRES },
};

const WORKER = 'workerScript';
const Manifest = z.object({ files: z.record(z.string(), ManifestFile) });

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

export async function loadRuntimeAssets(language: Language, { signal, onProgress }: LoadOptions): Promise<LoadedAssets> {
  const manifest = Manifest.parse(await (await fetchOwn(MANIFEST_URL, signal)).json());
  const fileOf = (name: string) => {
    const file = manifest.files[name];
    if (!file) throw new Error(`${MANIFEST_URL}: no ${name}`);
    return file;
  };
  const kinds = KINDS[language];
  const totalBytes = [WORKER, ...Object.keys(kinds)].reduce((sum, name) => sum + fileOf(name).bytes, 0);
  let loadedBytes = 0;
  const load = async (name: string): Promise<ArrayBuffer> => {
    const response = await fetchOwn(fileOf(name).url, signal);
    const blob = await readBytes(response, (count) => {
      loadedBytes = Math.min(totalBytes, loadedBytes + count);
      onProgress(loadedBytes, totalBytes);
    });
    return unpack(blob);
  };
  const text = (bytes: ArrayBuffer) => new TextDecoder().decode(bytes);
  const named = async ([name, kind]: [string, 'text' | 'bytes']) => {
    const bytes = await load(name);
    return [name, kind === 'text' ? text(bytes) : bytes] as const;
  };
  const [worker, ...assets] = await Promise.all([load(WORKER), ...Object.entries(kinds).map(named)]);
  return { workerScript: text(worker), assets: { language, ...Object.fromEntries(assets) } as SandboxAssets };
}
