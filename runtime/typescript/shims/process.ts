// process: the parts of Node's that programs of a server use. Machine and versions are those of a Linux container with Node 20.

import { GLOBAL_MAKERS } from '../kernel/globals.ts';
import { EPOCH_MS } from '../kernel/meter.ts';
import { exitProcess, setProcessHooks } from '../kernel/process-events.ts';
import { notSimulated, stateOf, type Worker, worker } from '../kernel/worker.ts';
import { print, writeOutput } from './console.ts';
import { warnings } from './emitter.ts';
import { inspect } from './inspect/inspect.ts';
import { nextTick } from './timers.ts';

type Listener = (...args: unknown[]) => void;

export const NODE_VERSION = '20.20.2';
/** A Node process that has just started, bytes (measured: process.memoryUsage() of Node 20). */
const MEMORY = { rss: 42_733_568, heapTotal: 4_431_872, heapUsed: 3_617_216, external: 1_375_942, arrayBuffers: 10_511 };
const WARNING_LEVEL = 2;

/** Pids as in the simulated container: one process for each worker. */
export const pidOf = (at: Worker): number => 100 + at.index;

/** The listeners of a process. */
function makeEvents(): Record<string, unknown> {
  const listeners = new Map<string | symbol, { call: Listener; once: boolean }[]>();
  const add = (self: unknown, name: string | symbol, call: Listener, once: boolean, first = false) => {
    if (typeof call !== 'function')
      throw Object.assign(new TypeError(`The "listener" argument must be of type function. Received ${inspect(call)}`), {
        code: 'ERR_INVALID_ARG_TYPE',
      });
    const known = listeners.get(name) ?? [];
    listeners.set(name, first ? [{ call, once }, ...known] : [...known, { call, once }]);
    return self;
  };
  const remove = (name: string | symbol, call: Listener) => {
    const known = listeners.get(name) ?? [];
    const at = known.findLastIndex((each) => each.call === call);
    if (at !== -1) listeners.set(name, known.toSpliced(at, 1));
  };
  function emit(this: unknown, name: string | symbol, ...args: unknown[]): boolean {
    const known = listeners.get(name) ?? [];
    for (const each of known) {
      if (each.once) remove(name, each.call);
      Reflect.apply(each.call, this, args);
    }
    return known.length > 0;
  }
  return {
    on(this: unknown, name: string, call: Listener) {
      return add(this, name, call, false);
    },
    once(this: unknown, name: string, call: Listener) {
      return add(this, name, call, true);
    },
    prependListener(this: unknown, name: string, call: Listener) {
      return add(this, name, call, false, true);
    },
    off(this: unknown, name: string, call: Listener) {
      remove(name, call);
      return this;
    },
    removeAllListeners(this: unknown, name?: string) {
      if (name === undefined) listeners.clear();
      else listeners.delete(name);
      return this;
    },
    listeners: (name: string) => (listeners.get(name) ?? []).map((each) => each.call),
    listenerCount: (name: string) => listeners.get(name)?.length ?? 0,
    eventNames: () => [...listeners.keys()],
    setMaxListeners(this: unknown) {
      return this;
    },
    getMaxListeners: () => 10,
    emit,
  };
}

/** env holds texts only, as in Node. */
function makeEnv(given: Readonly<Record<string, string>>): Record<string, string> {
  return new Proxy(Object.assign({} as Record<string, string>, given), {
    set(target, key, value) {
      if (typeof key === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
      target[key] = String(value);
      return true;
    },
  });
}

function makeHrtime(at: Worker): object {
  const hrtime = (before?: readonly [number, number]): [number, number] => {
    const ns = at.nowNs();
    const s = Math.floor(ns / 1e9);
    if (!before) return [s, ns - s * 1e9];
    const difference = ns - (before[0] * 1e9 + before[1]);
    const whole = Math.floor(difference / 1e9);
    return [whole, difference - whole * 1e9];
  };
  hrtime.bigint = () => BigInt(at.nowNs());
  return hrtime;
}

function makeStream(level: number, fd: number): object {
  const stream: Record<string, unknown> = {
    fd,
    isTTY: false,
    writable: true,
    write(chunk: unknown, encoding?: unknown, done?: unknown) {
      if (typeof chunk !== 'string' && !ArrayBuffer.isView(chunk))
        throw Object.assign(
          new TypeError(`The "chunk" argument must be of type string or an instance of Buffer or Uint8Array. Received ${inspect(chunk)}`),
          { code: 'ERR_INVALID_ARG_TYPE' },
        );
      writeOutput(level, String(chunk));
      const callback = typeof encoding === 'function' ? encoding : done;
      if (typeof callback === 'function') nextTick(callback);
      return true;
    },
    end(chunk?: unknown) {
      if (typeof chunk === 'string') writeOutput(level, chunk);
    },
  };
  for (const name of ['on', 'once', 'off', 'removeListener', 'cork', 'uncork']) stream[name] = () => stream;
  return stream;
}

/** The text of a warning, as Node writes it to stderr. */
export function warn(text: string): void {
  print(WARNING_LEVEL, `(node:${pidOf(worker())}) ${text}`);
}

function emitWarning(warning: unknown, options?: unknown, code?: unknown): void {
  const given = typeof options === 'object' && options !== null ? (options as { type?: string; code?: string; detail?: string }) : {};
  const type = typeof options === 'string' ? options : (given.type ?? (warning instanceof Error ? warning.name : 'Warning'));
  const shownCode = given.code ?? (typeof code === 'string' ? code : (warning as { code?: string })?.code);
  const text = warning instanceof Error ? warning.message : String(warning);
  nextTick(() => warn(`${shownCode ? `[${shownCode}] ` : ''}${type}: ${text}${given.detail ? `\n${given.detail}` : ''}`));
}
warnings.show = emitWarning;

const refused = (name: string, why: string) => () => notSimulated(`process.${name}`, why);

function makeProcess(): Record<string, unknown> {
  const at = worker();
  const events = makeEvents();
  const cpu = () => at.cpuNs + at.declaredNs + at.countedNs();
  const made: Record<string | symbol, unknown> = {
    title: 'node',
    version: `v${NODE_VERSION}`,
    versions: { node: NODE_VERSION, v8: '11.3.244.8-node.38', uv: '1.46.0', modules: '115' },
    arch: 'x64',
    platform: 'linux',
    release: { name: 'node', lts: 'Iron' },
    argv: ['/usr/local/bin/node', '/app/main.ts'],
    execArgv: [],
    execPath: '/usr/local/bin/node',
    exitCode: undefined,
    pid: pidOf(at),
    ppid: 1,
    env: makeEnv(at.options.env),
    stdout: makeStream(1, 1),
    stderr: makeStream(3, 2),
    features: {},
    nextTick,
    hrtime: makeHrtime(at),
    cwd: () => '/app',
    uptime: () => (at.nowNs() - Math.max(0, at.bornNs)) / 1e9,
    memoryUsage: Object.assign(() => ({ ...MEMORY }), { rss: () => MEMORY.rss }),
    constrainedMemory: () => at.options.memoryBytes,
    availableMemory: () => at.options.memoryBytes - MEMORY.rss,
    cpuUsage(before?: { user: number; system: number }) {
      return { user: Math.floor(cpu() / 1e3) - (before?.user ?? 0), system: 0 };
    },
    exit(code?: unknown) {
      exitProcess(Number(code ?? made.exitCode ?? 0));
    },
    emitWarning,
    abort: refused('abort()', 'process.exit'),
    kill: refused('kill()', 'process.exit'),
    chdir: refused('chdir()', 'the files of the program'),
    binding: refused('binding()', 'the modules of Node that are simulated'),
    getuid: () => 1000,
    geteuid: () => 1000,
    getgid: () => 1000,
    getegid: () => 1000,
    umask: () => 0o22,
    ...events,
    addListener: events.on,
    removeListener: events.off,
    [Symbol.toStringTag]: 'process',
  };
  Object.defineProperty(made, Symbol.toStringTag, { enumerable: false });
  const emit = events.emit as (...args: unknown[]) => boolean;
  setProcessHooks({
    emit: (event, ...args) => Reflect.apply(emit, made, [event, ...args]),
    exitCode(set) {
      if (set !== undefined) made.exitCode = set;
      return Number(made.exitCode ?? 0);
    },
  });
  return made;
}

/** The process of the worker. */
export const processOf = (): Record<string, unknown> => stateOf('process', makeProcess);

/** Virtual milliseconds since 1970 at which the process began. */
export const timeOrigin = (): number => EPOCH_MS + Math.max(0, worker().bornNs) / 1e6;

GLOBAL_MAKERS.push(() => ({ process: processOf() }));
export const PROCESS_MODULES = { 'node:process': () => ({ ...processOf(), default: processOf() }) };
