// Modules of one worker: the user's files, real libraries and stand-ins, each evaluated once in the order of its imports.
import type { CompiledModule } from '../compiler/compile.ts';
import { SHIMS } from '../shims/shims.ts';
import { S } from './counters.ts';
import { GuestPromise } from './promise.ts';
import { evaluate } from './realm.ts';
import { NotSimulated, type Worker, worker } from './worker.ts';

type Factory = (
  counters: typeof S,
  globals: object,
  require: (specifier: string) => unknown,
  exports: object,
  meta: object,
  load: (specifier: string) => GuestPromise,
) => unknown;

/** Compiled modules by name: the user's by path, libraries' by "npm:" and theirs. */
export type ModuleTable = Readonly<Record<string, CompiledModule>>;

let table: ModuleTable = {};
/** By the module's text: a stage loads the program of the one before, and what the host has compiled and optimised of it stays. */
const factories = new Map<string, Factory>();

export function setModules(modules: ModuleTable, libraries: ModuleTable): void {
  table = { ...libraries, ...modules };
}

export function availableModules(): string {
  const libraries = Object.keys(table)
    .filter((name) => name.startsWith('npm:'))
    .map((name) => name.slice(4));
  return [...Object.keys(SHIMS), ...libraries]
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
  if (specifier in SHIMS || bare in SHIMS || `node:${bare}` in SHIMS) return specifier;
  if (`npm:${specifier}` in table) return `npm:${specifier}`;
  throw new NotSimulated(`not simulated: import of '${specifier}'. Available: ${availableModules()}, and the program's own files`);
}

function shimOf(specifier: string): (() => object) | undefined {
  const bare = specifier.replace(/^node:/, '');
  return SHIMS[specifier] ?? SHIMS[bare] ?? SHIMS[`node:${bare}`];
}

interface Loaded {
  readonly exports: object;
  /** Still under way because of a top-level await. */
  readonly pending: GuestPromise | null;
}

/** Evaluates a module and what it imports. */
export function loadModule(specifier: string, importer: string): Loaded {
  const at = worker();
  const name = resolve(specifier, importer);
  const known = at.modules.get(name) as Loaded | undefined;
  if (known) return known;
  const shim = name in table ? undefined : shimOf(name);
  if (shim) {
    const exports = shim();
    if (!('default' in exports)) Object.defineProperty(exports, 'default', { value: exports, enumerable: false });
    const loaded = { exports, pending: null };
    at.modules.set(name, loaded);
    return loaded;
  }
  return evaluateModule(at, name);
}

function evaluateModule(at: Worker, name: string): Loaded {
  const compiled = table[name] as CompiledModule;
  const exports = {};
  const loaded: { exports: object; pending: GuestPromise | null } = { exports, pending: null };
  at.modules.set(name, loaded);
  const waits: GuestPromise[] = [];
  for (const each of compiled.imports) {
    const { pending } = loadModule(each, name);
    if (pending) waits.push(pending);
  }
  const run = () => {
    let factory = factories.get(compiled.code);
    if (!factory) {
      factory = evaluate(compiled.code) as Factory;
      factories.set(compiled.code, factory);
    }
    const require = (each: string) => loadModule(each, name).exports;
    const load = (each: string) => GuestPromise.try(() => importNow(String(each), name)) as GuestPromise;
    return factory(S, at.globals, require, exports, { url: `file:///app/${name}` }, load);
  };
  if (waits.length > 0) {
    loaded.pending = (GuestPromise.all(waits) as GuestPromise).then(run) as GuestPromise;
    return loaded;
  }
  const result = run();
  if (GuestPromise.isPromise(result)) loaded.pending = result;
  return loaded;
}

function importNow(specifier: string, importer: string): unknown {
  const { exports, pending } = loadModule(specifier, importer);
  return pending ? pending.then(() => exports) : exports;
}
