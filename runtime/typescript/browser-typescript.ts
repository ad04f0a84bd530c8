// The TypeScript guest in the sandbox worker, from scripts that the page handed in. Its first run freezes the worker's own JavaScript objects
// (kernel/realm.ts): whatever is not written for that must have loaded before.
import type { TypeScriptAssets } from '#runtime/protocol.ts';
import type { CompiledModule } from './compiler/compile.ts';
import { type Compile, type Realm, TypeScriptGuest } from './typescript-guest.ts';

export interface TypeScriptStarter {
  /** With a kernel of its own. */
  start(): TypeScriptGuest;
}

const evaluate = (script: string): unknown => new Function(`return ${script}`)();

export function createTypeScriptStarter(assets: TypeScriptAssets): TypeScriptStarter {
  const compileModule = evaluate(assets.compiler) as Compile;
  const libraries = JSON.parse(assets.libraries) as Record<string, CompiledModule>;
  return { start: () => new TypeScriptGuest(evaluate(assets.kernel) as Realm, libraries, compileModule) };
}
