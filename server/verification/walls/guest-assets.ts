// What a guest's process gets through the pipe: it may read no file itself.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureSnapshot, pyodideFolder } from '#runtime/python/build-snapshot.ts';
import { bundleCompiler } from '#runtime/typescript/bundle-compiler.ts';
import { bundleKernel } from '#runtime/typescript/bundle-kernel.ts';
import { ensureLibraries } from '#runtime/typescript/libraries.ts';
import { bundleChild } from './bundle-child.ts';

export interface Asset {
  /** As in PythonAssets or TypeScriptAssets. */
  readonly name: string;
  readonly body: Uint8Array | string;
}

export const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const say = (message: string) => void process.stderr.write(`surge: ${message}\n`);

async function pythonAssets(): Promise<Asset[]> {
  const file = (name: string) => new Uint8Array(readFileSync(join(pyodideFolder, name)));
  const text = (name: string) => readFileSync(join(pyodideFolder, name), 'utf8');
  return [
    { name: 'pyodideMjs', body: text('pyodide.mjs') },
    { name: 'pyodideAsmMjs', body: text('pyodide.asm.mjs') },
    { name: 'pyodideWasm', body: file('pyodide.asm.wasm') },
    { name: 'pythonStdlib', body: file('python_stdlib.zip') },
    { name: 'lockFile', body: text('pyodide-lock.json') },
    { name: 'pythonSnapshot', body: new Uint8Array(readFileSync(await ensureSnapshot(say))) },
  ];
}

async function typescriptAssets(): Promise<Asset[]> {
  const [compiler, kernel, libraries] = await Promise.all([bundleCompiler(root), bundleKernel(root), ensureLibraries(say)]);
  return [
    { name: 'compiler', body: compiler },
    { name: 'kernel', body: kernel },
    { name: 'libraries', body: JSON.stringify(libraries) },
  ];
}

const made = new Map<string, Promise<Asset[]>>();
let child: Promise<string> | null = null;

/** Made once a process. */
export function guestAssets(language: 'python' | 'typescript'): Promise<Asset[]> {
  const known = made.get(language) ?? (language === 'python' ? pythonAssets() : typescriptAssets());
  made.set(language, known);
  return known;
}

export function childProgram(): Promise<string> {
  child ??= bundleChild(root);
  return child;
}
