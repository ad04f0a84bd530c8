// TypeScript as a guest: compiled here, run by the kernel in a realm of its own.
import {
  type AskBlocking,
  type Guest,
  type GuestBatch,
  GuestLoadError,
  type GuestLoadOptions,
  type GuestTurn,
  type StuckRequest,
} from '#engine/guest-port.ts';
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

/** Throws CompileError. Handed in, so that the page can load Babel apart from what a Python program needs. */
export type Compile = (source: string, options: CompileOptions) => CompiledModule;

export class TypeScriptGuest implements Guest {
  readonly language = 'typescript';
  files: readonly string[] = [];
  readonly #realm: Realm;
  readonly #compileModule: Compile;

  /** librariesJson: CompiledModule by name. compileModule remembers what it compiled (compile-memo.ts): every stage loads the same files anew. */
  constructor(realm: Realm, librariesJson: string, compileModule: Compile) {
    this.#realm = realm;
    this.#compileModule = compileModule;
    realm.provide(librariesJson);
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
      return this.#compileModule(text, { path, fileIndex });
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
