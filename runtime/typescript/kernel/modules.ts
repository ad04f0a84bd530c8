// Modules of one worker: the user's files, real libraries and stand-ins, each evaluated once in the order of its imports.
import type { CompiledModule } from '../compiler/compile.ts';
import { INSTEAD } from '../shims/instead.ts';
import { WATCH } from '../shims/watch.ts';
import { S } from './counters.ts';
import { current } from './frame.ts';
import { runCallback } from './loop.ts';
import { GuestPromise } from './promise.ts';
import { evaluate } from './realm.ts';
import { NotSimulated, notSimulated, worker } from './worker.ts';

type Factory = (
  counters: typeof S,
  globals: object,
  take: (specifier: string) => object,
  tellExports: (getters: Record<string, () => unknown>) => void,
  meta: object,
  load: (specifier: string) => GuestPromise,
  gate: GuestPromise,
) => Generator<void, void, void> | GuestPromise;

/** Compiled modules by name: the user's by path, libraries' by "npm:" and theirs. */
export type ModuleTable = Readonly<Record<string, CompiledModule>>;

/** Stand-ins by name: each call makes the namespace for one worker. Set by the realm's entry, as stand-ins load modules themselves. */
let standIns: Readonly<Record<string, () => object>> = {};

export function setStandIns(given: typeof standIns): void {
  standIns = Object.assign(Object.create(null) as typeof given, given);
}

let table: ModuleTable = {};
/** By the module's text: a stage loads the program of the one before, and what the host has compiled and optimised of it stays. */
const factories = new Map<string, Factory>();

/** JSON of a ModuleTable: read when a program asks for one of them, which most do not. */
let librariesJson = '{}';
let libraries: ModuleTable | null = null;

/** The libraries that programs can import, once. */
export function provide(json: string): void {
  librariesJson = json;
  libraries = null;
}

export function setModules(modules: ModuleTable): void {
  table = Object.assign(Object.create(null) as ModuleTable, modules);
}

function takeLibraries(): void {
  libraries ??= JSON.parse(librariesJson) as ModuleTable;
  if ('npm:' in table) return;
  table = Object.assign(Object.create(null) as ModuleTable, libraries, table, { 'npm:': null });
}

export function availableModules(): string {
  takeLibraries();
  const names = Object.keys(table)
    .filter((name) => name.startsWith('npm:') && name !== 'npm:')
    .map((name) => name.slice(4));
  return [...Object.keys(standIns), ...names]
    .filter((name) => !name.includes('/'))
    .sort()
    .join(', ');
}

function resolve(specifier: string, importer: string): string {
  if (specifier.startsWith('.') || specifier.startsWith('/')) {
    const library = importer.startsWith('npm:');
    const segments = library ? importer.slice(4).split('/') : importer.split('/');
    segments.pop();
    for (const part of specifier.split('/')) {
      if (part === '..') segments.pop();
      else if (part !== '.' && part !== '') segments.push(part);
    }
    const path = (library ? 'npm:' : '') + segments.join('/');
    const found = [path, `${path}.ts`, `${path}.js`, path.replace(/\.js$/, '.ts'), path.replace(/\.mjs$/, '.mts'), `${path}/index.ts`].find(
      (each) => each in table,
    );
    if (found) return found;
    throw Object.assign(new Error(`Cannot find module '${specifier}' imported from ${importer}`), { code: 'ERR_MODULE_NOT_FOUND' });
  }
  const bare = specifier.replace(/^node:/, '');
  const simulated = specifier in standIns || bare in standIns || `node:${bare}` in standIns;
  // What libraries tell of their locks is not the program's to tell.
  if (simulated && (bare !== WATCH || importer.startsWith('npm:'))) return specifier;
  takeLibraries();
  if (`npm:${specifier}` in table) return `npm:${specifier}`;
  const instead = (Object.hasOwn(INSTEAD, bare) && INSTEAD[bare]) || `${availableModules()}, and the program's own files`;
  throw new NotSimulated(`not simulated: import of '${specifier}'. Available: ${instead}`);
}

function shimOf(specifier: string): (() => object) | undefined {
  const bare = specifier.replace(/^node:/, '');
  return standIns[specifier] ?? standIns[bare] ?? standIns[`node:${bare}`];
}

/** A module of one worker. As in ECMA-262 (16.2.1), without cycles of modules that await: each of those begins as soon as it can. */
class Module {
  readonly exports: object;
  getters: Record<string, () => unknown> = {};
  state: 'linking' | 'linked' | 'evaluating' | 'waiting' | 'running' | 'done' | 'failed' = 'linking';
  error: unknown;
  readonly imports: Module[] = [];
  /** Settles when it and what it imports have been evaluated. Only of modules that await, or whose imports do. */
  promise: GuestPromise | null = null;
  /** Runs its statements. */
  run: () => GuestPromise | null = () => null;
  isAsync = false;
  /** Who waits for it. */
  readonly importers: Module[] = [];
  /** How many it waits for. */
  waits = 0;
  /** When it began to wait: who began first goes on first. */
  turn = 0;

  constructor(exports: object) {
    this.exports = exports;
  }
}

export interface Loaded {
  readonly exports: object;
  /** Still under way because of a top-level await. */
  readonly pending: GuestPromise | null;
}

/** Evaluates a module and what it imports. */
export function loadModule(specifier: string, importer: string): Loaded {
  const linked: [Module, CompiledModule, string][] = [];
  const { modules } = worker();
  try {
    const module = link(specifier, importer, linked);
    defineExports(linked);
    for (const each of linked) checkNames(each[0], each[1]);
    for (const [each] of linked) each.state = 'linked';
    evaluateModule(module);
    if (module.state === 'failed') throw module.error;
    return { exports: module.exports, pending: module.state === 'done' ? null : module.promise };
  } catch (error) {
    S.c(error);
    // What could not be linked is as if it had never been asked for.
    for (const [name, module] of modules) if ((module as Module).state === 'linking') modules.delete(name);
    throw error;
  }
}

/** Makes its exports and those of what it imports known. */
function link(specifier: string, importer: string, linked: [Module, CompiledModule, string][]): Module {
  const at = worker();
  const name = resolve(specifier, importer);
  const known = at.modules.get(name) as Module | undefined;
  if (known) return known;
  const compiled = table[name];
  if (!compiled) {
    const exports = (shimOf(name) as () => object)();
    if (!('default' in exports)) Object.defineProperty(exports, 'default', { value: exports, enumerable: false });
    const module = new Module(exports);
    module.state = 'done';
    at.modules.set(name, module);
    return module;
  }
  const module = new Module(Object.create(null) as object);
  at.modules.set(name, module);
  const others = new Map<string, Module>();
  for (const each of compiled.imports) {
    if (each.line > 0) S.l = each.line;
    const other = link(each.specifier, name, linked);
    others.set(each.specifier, other);
    module.imports.push(other);
  }
  let factory = factories.get(compiled.code);
  if (!factory) {
    factory = evaluate(compiled.code) as Factory;
    factories.set(compiled.code, factory);
  }
  const take = (each: string) => (others.get(each) as Module).exports;
  const load = (each: string) => importLater(String(each), name);
  const gate = GuestPromise.pending();
  const tell = (getters: Module['getters']) => {
    module.getters = getters;
  };
  const made = factory(S, at.globals, take, tell, { url: `file:///app/${name}` }, load, gate);
  if (GuestPromise.isPromise(made)) {
    module.isAsync = true;
    module.run = () => {
      GuestPromise.passGate(gate);
      return made;
    };
  } else {
    made.next();
    module.run = () => {
      made.next();
      return null;
    };
  }
  linked.push([module, compiled, name]);
  return module;
}

/** Exports are getters: always what the name stands for at that moment. With export * from, until nothing is added any more. */
function defineExports(linked: readonly [Module, CompiledModule, string][]): void {
  for (let added = true; added; ) {
    added = false;
    for (const [module, compiled] of linked)
      for (const star of compiled.stars) {
        const from = module.imports[compiled.imports.findIndex(({ specifier }) => specifier === star)] as Module;
        for (const key of Object.keys(from.state === 'linking' ? from.getters : from.exports)) {
          if (key === 'default' || key in module.getters) continue;
          module.getters[key] = () => (from.exports as Record<string, unknown>)[key];
          added = true;
        }
      }
  }
  for (const [{ exports, getters }] of linked) {
    for (const name of Object.keys(getters).sort()) Object.defineProperty(exports, name, { get: getters[name], enumerable: true });
    Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
  }
}

function checkNames(module: Module, compiled: CompiledModule): void {
  for (const [index, { specifier, line, names }] of compiled.imports.entries()) {
    const { exports } = module.imports[index] as Module;
    for (const name of names) {
      if (name in exports) continue;
      if (line > 0) S.l = line;
      if (!specifier.startsWith('.') && !specifier.startsWith('/'))
        notSimulated(`'${name}' of '${specifier}'`, Object.keys(exports).join(', '));
      throw new SyntaxError(`The requested module '${specifier}' does not provide an export named '${name}'`);
    }
  }
}

let turns = 0;

function evaluateModule(module: Module): void {
  if (module.state !== 'linked') return;
  module.state = 'evaluating';
  for (const other of module.imports) {
    evaluateModule(other);
    if (other.state === 'failed') {
      module.state = 'failed';
      module.error = other.error;
      return;
    }
    if (other.state === 'waiting' || other.state === 'running') {
      other.importers.push(module);
      module.waits++;
    }
  }
  if (module.waits > 0 || module.isAsync) module.promise = GuestPromise.pending();
  if (module.waits > 0) {
    module.state = 'waiting';
    module.turn = ++turns;
  } else begin(module);
}

function begin(module: Module): void {
  module.state = 'running';
  module.turn ||= ++turns;
  try {
    const under = module.run();
    if (under) {
      GuestPromise.whenSettled(
        under,
        () => finished(module),
        (error) => failed(module, error),
      );
      return;
    }
  } catch (error) {
    S.c(error);
    failed(module, error);
    return;
  }
  module.state = 'done';
  if (module.promise) GuestPromise.fulfill(module.promise, undefined);
}

function finished(module: Module): void {
  module.state = 'done';
  GuestPromise.fulfill(module.promise as GuestPromise, undefined);
  const ready: Module[] = [];
  const gather = (of: Module) => {
    for (const each of of.importers) {
      if (each.state !== 'waiting' || --each.waits > 0) continue;
      ready.push(each);
      if (!each.isAsync) gather(each);
    }
  };
  gather(module);
  for (const each of ready.sort((a, b) => a.turn - b.turn)) if (each.state === 'waiting') begin(each);
}

function failed(module: Module, error: unknown): void {
  module.state = 'failed';
  module.error = error;
  if (module.promise) GuestPromise.rejectWith(module.promise, error);
  for (const each of module.importers) if (each.state === 'waiting') failed(each, error);
}

/** import(): a module that is not there yet is read first, so it comes with the loop's next pass at the earliest. */
function importLater(specifier: string, importer: string): GuestPromise {
  const at = worker();
  const promise = GuestPromise.pending();
  const arrive = () => {
    try {
      const { exports, pending } = loadModule(specifier, importer);
      if (!pending) GuestPromise.fulfill(promise, exports);
      else
        GuestPromise.whenSettled(
          pending,
          () => GuestPromise.fulfill(promise, exports),
          (error) => GuestPromise.rejectWith(promise, error),
        );
    } catch (error) {
      S.c(error);
      GuestPromise.rejectWith(promise, error);
    }
  };
  const { frame } = current;
  at.poll.push(() => runCallback(at, arrive, frame));
  return promise;
}
