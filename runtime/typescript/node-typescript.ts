// The TypeScript guest in Node (terminal, tests): its realm is a context of node:vm, which keeps the program's objects apart from ours. It is no
// wall against hostile code; what keeps such code in is that no name of it leads out (kernel/realm.ts).
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getHeapStatistics } from 'node:v8';
import { createContext, Script } from 'node:vm';
import { bundleKernel } from './bundle-kernel.ts';
import { rememberCompiled } from './compile-memo.ts';
import { compileModule } from './compiler/compile.ts';
import { describeSyntax } from './compiler/syntax.ts';
import { ensureLibraries } from './libraries.ts';
import { type Realm, TypeScriptGuest } from './typescript-guest.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

let bundled: Promise<Script> | null = null;
let librariesJson: Promise<string> | null = null;
const compiler = { compileModule: rememberCompiled(compileModule), describeSyntax };

/** Of what V8 may take. Its end would be the end of this process. */
const FULL = 0.85;

/** `before`: external memory that was there before the program, such as that of Python interpreters of earlier runs. */
function isHeapFull(before: number): boolean {
  const { used_heap_size, external_memory, heap_size_limit } = getHeapStatistics();
  return used_heap_size + Math.max(0, external_memory - before) > heap_size_limit * FULL;
}

export async function openNodeTypeScript(): Promise<TypeScriptGuest> {
  bundled ??= bundleKernel(root).then((code) => new Script(code, { filename: 'surge-kernel.js' }));
  librariesJson ??= ensureLibraries((message) => process.stderr.write(`surge: ${message}\n`)).then((libraries) =>
    JSON.stringify(libraries),
  );
  const script = await bundled;
  const realm = script.runInContext(createContext(Object.create(null))) as Realm;
  const { external_memory: before } = getHeapStatistics();
  realm.setHostProbe(() => isHeapFull(before));
  return new TypeScriptGuest(realm, await librariesJson, compiler);
}
