// The TypeScript guest in the sandbox worker, from scripts that the page handed in. Its first run freezes the worker's own JavaScript objects
// (kernel/realm.ts): whatever is not written for that must have loaded before.
import type { TypeScriptAssets } from '#runtime/protocol.ts';
import { rememberCompiled } from './compile-memo.ts';
import { type Compiler, type Realm, TypeScriptGuest } from './typescript-guest.ts';

export interface TypeScriptStarter {
  /** With a kernel of its own. */
  start(): TypeScriptGuest;
}

const evaluate = (script: string): unknown => new Function(`return ${script}`)();

export function createTypeScriptStarter(assets: TypeScriptAssets): TypeScriptStarter {
  const { compileModule, describeSyntax } = evaluate(assets.compiler) as Compiler;
  const compiler = { compileModule: rememberCompiled(compileModule), describeSyntax };
  return { start: () => new TypeScriptGuest(evaluate(assets.kernel) as Realm, assets.libraries, compiler) };
}
