// What a text was compiled to depends on nothing but the text: every run has a guest of its own, and most run what another one ran before.
import type { CompiledModule, CompileOptions } from './compiler/compile.ts';
import type { Compile } from './typescript-guest.ts';

/** A program of twenty files, and the versions of it that are being tried. */
const MOST_TEXTS = 100;

export function rememberCompiled(compile: Compile): Compile {
  const known = new Map<string, CompiledModule>();
  return (source: string, options: CompileOptions) => {
    const key = `${options.fileIndex}\0${options.path}\0${source}`;
    const found = known.get(key);
    if (found) return found;
    const compiled = compile(source, options);
    for (const oldest of known.keys()) {
      if (known.size < MOST_TEXTS) break;
      known.delete(oldest);
    }
    known.set(key, compiled);
    return compiled;
  };
}
