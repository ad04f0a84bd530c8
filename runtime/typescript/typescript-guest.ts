// TypeScript as a guest: compiled here, run by the kernel in a realm of its own.
import {
  type AskBlocking,
  type CodeFinding,
  type Guest,
  type GuestBatch,
  GuestLoadError,
  type GuestLoadOptions,
  type GuestTurn,
  type StuckRequest,
} from '#engine/guest-port.ts';
import { checkSafely } from '#runtime/code-checks/check-program.ts';
import type { SourceFile } from '#runtime/code-checks/syntax.ts';
import type { CompiledModule, CompileError, CompileOptions } from './compiler/compile.ts';
import { ENTRIES, isSource } from './source-files.ts';

/** The functions of kernel/realm-entry.ts. */
export interface Realm {
  provide(librariesJson: string): void;
  /** `probe`: whether the memory of this computer is nearly used up. */
  setHostProbe(probe: () => boolean): void;
  load(optionsJson: string): void;
  restart(worker: number): void;
  turn(batch: GuestBatch, ask: AskBlocking): GuestTurn;
  stuck(worker: number, requests: readonly number[]): StuckRequest[];
}

/** Throws CompileError. */
export type Compile = (source: string, options: CompileOptions) => CompiledModule;

/** Handed in, so that the page can load Babel apart from what a Python program needs. */
export interface Compiler {
  readonly compileModule: Compile;
  /** null: a file has an error of syntax. */
  readonly describeSyntax: (files: Readonly<Record<string, string>>) => SourceFile[] | null;
}

export class TypeScriptGuest implements Guest {
  readonly language = 'typescript';
  files: readonly string[] = [];
  readonly #realm: Realm;
  readonly #compiler: Compiler;

  /** librariesJson: CompiledModule by name. The compiler remembers what it compiled (compile-memo.ts): every stage loads the same files anew. */
  constructor(realm: Realm, librariesJson: string, compiler: Compiler) {
    this.#realm = realm;
    this.#compiler = compiler;
    realm.provide(librariesJson);
  }

  check(files: Readonly<Record<string, string>>): CodeFinding[] {
    const sources = Object.entries(files).filter(([path]) => isSource(path));
    return checkSafely(() => this.#compiler.describeSyntax(Object.fromEntries(sources.sort(([a], [b]) => (a < b ? -1 : 1)))));
  }

  /** Throws GuestLoadError for syntax errors. */
  load(options: GuestLoadOptions): void {
    const paths = Object.keys(options.files).filter(isSource).sort();
    const entry = ENTRIES.find((name) => paths.includes(name)) ?? paths[0];
    if (entry === undefined) throw new GuestLoadError('the program has no main.ts', '', null, null);
    this.files = paths;
    const modules: Record<string, CompiledModule> = {};
    for (const [index, path] of paths.entries()) modules[path] = this.#compile(path, options.files[path] as string, index);
    const files = paths.map((path) => ({ path, lines: (options.files[path] as string).split('\n') }));
    this.#realm.load(JSON.stringify({ ...options, modules, entry, files }));
  }

  #compile(path: string, text: string, fileIndex: number): CompiledModule {
    try {
      return this.#compiler.compileModule(text, { path, fileIndex });
    } catch (error) {
      if ((error as Error).name !== 'CompileError') throw error;
      const { message, line } = error as CompileError;
      const place = line === null ? path : `${path}:${line}`;
      throw new GuestLoadError(message, `${message}\n    at ${place}`, path, line);
    }
  }

  restart(worker: number): void {
    this.#realm.restart(worker);
  }

  turn(batch: GuestBatch, ask: AskBlocking): GuestTurn {
    return this.#realm.turn(batch, ask);
  }

  stuck(worker: number, requests: readonly number[]): StuckRequest[] {
    return this.#realm.stuck(worker, requests);
  }
}
