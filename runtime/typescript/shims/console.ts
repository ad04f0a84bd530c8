// console: what the program prints, one entry of its log for each call, by level. Formatted as Node does.
import { GLOBAL_MAKERS } from '../kernel/globals.ts';
import { setTimerAtNs } from '../kernel/loop.ts';
import { log } from '../kernel/program.ts';
import { charge, notSimulated, nowNs, ROOT, stateOf, worker } from '../kernel/worker.ts';
import { formatWithOptions } from './inspect/format.ts';
import { type InspectOptions, inspect } from './inspect/inspect.ts';
import { formatTable } from './inspect/table.ts';

/** CPU of one call: a write to a pipe, and a character that is shown, of a text and of what inspect formats (measured: Node 20, console.log of a
 *  short text 4 us, of a small object 11 to 16, of fifty objects 61). */
const WRITE_NS = 3_000;
const CHARACTER_NS = 0.5;
const INSPECTED_NS = 30;
const LEVEL = { debug: 0, info: 1, warn: 2, error: 3 } as const;
/** A line that process.stdout.write has begun is shown after this time. */
const FLUSH_NS = 20_000_000;
/** The console shows no more of one entry. */
const MAX_TEXT = 16_000;

/** One entry of the log. */
export function print(level: number, text: string): void {
  charge(WRITE_NS + CHARACTER_NS * text.length);
  log(level, text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}... ${text.length - MAX_TEXT} more characters` : text);
}

/** What process.stdout.write has begun a line with, by level. */
const begun = () => stateOf<Record<number, string>>('output', () => ({}));

/** process.stdout.write: whole lines become entries, the rest when nothing has followed for a while. */
export function writeOutput(level: number, text: string): void {
  const state = begun();
  const waiting = state[level] !== undefined;
  const lines = ((state[level] ?? '') + text).split('\n');
  const rest = lines.pop() as string;
  if (lines.length > 0) print(level, lines.join('\n'));
  state[level] = rest;
  if (rest === '') delete state[level];
  else if (!waiting)
    setTimerAtNs(
      nowNs() + FLUSH_NS,
      () => {
        const left = state[level];
        delete state[level];
        if (left) print(level, left);
      },
      ROOT,
    );
}

function printLine(level: number, text: string): void {
  if (begun()[level] === undefined) print(level, text);
  else writeOutput(level, `${text}\n`);
}

function shortTime(ns: number): string {
  const ms = ns / 1e6;
  if (ms >= 3_600_000) return `${clock(ms / 3_600_000)} (h:mm:ss.mmm)`;
  if (ms >= 60_000) return `${Math.floor(ms / 60_000)}:${padded(ms % 60_000)} (m:ss.mmm)`;
  if (ms >= 1_000) return `${(ms / 1_000).toFixed(3)}s`;
  return `${Number(ms.toFixed(3))}ms`;
}

const padded = (ms: number): string => (ms / 1_000).toFixed(3).padStart(6, '0');

function clock(hours: number): string {
  const minutes = (hours % 1) * 60;
  return `${Math.floor(hours)}:${String(Math.floor(minutes)).padStart(2, '0')}:${padded((minutes % 1) * 60_000)}`;
}

interface State {
  readonly counts: Map<string, number>;
  readonly timers: Map<string, number>;
  indentation: string;
}

const warning = (text: string) => print(LEVEL.warn, `(node:${100 + worker().index}) Warning: ${text}`);

/** The console of one worker. */
export function makeConsole(): Record<string, unknown> {
  const state = stateOf<State>('console', () => ({ counts: new Map(), timers: new Map(), indentation: '' }));
  const write = (level: number, values: unknown[], options: InspectOptions = {}) => {
    const text = formatWithOptions(options, ...values);
    if (values.some((value) => typeof value === 'object' && value !== null)) charge(INSPECTED_NS * text.length);
    printLine(level, state.indentation ? state.indentation + text.replaceAll('\n', `\n${state.indentation}`) : text);
  };
  const at =
    (level: number) =>
    (...values: unknown[]) =>
      write(level, values);
  const elapsed = (label: string, method: string): string | null => {
    const since = state.timers.get(label);
    if (since !== undefined) return shortTime(nowNs() - since);
    warning(`No such label '${label}' for console.${method}()`);
    return null;
  };
  const group = (...values: unknown[]) => {
    if (values.length > 0) write(LEVEL.info, values);
    state.indentation += '  ';
  };
  const made: Record<string, (...values: never[]) => void> = {
    log: at(LEVEL.info),
    info: at(LEVEL.info),
    debug: at(LEVEL.debug),
    warn: at(LEVEL.warn),
    error: at(LEVEL.error),
    dirxml: at(LEVEL.info),
    trace(...values: unknown[]) {
      const text = formatWithOptions({}, ...values);
      write(LEVEL.error, [`Trace${text ? `: ${text}` : ''}`]);
    },
    assert(condition: unknown, ...values: unknown[]) {
      if (condition) return;
      const [first, ...rest] = values;
      write(LEVEL.warn, values.length === 0 ? ['Assertion failed'] : [`Assertion failed: ${first}`, ...rest]);
    },
    dir(value: unknown, options: InspectOptions = {}) {
      write(LEVEL.info, [inspect(value, { customInspect: false, ...options })]);
    },
    table(data: unknown, columns?: readonly string[]) {
      const text = formatTable(data, columns);
      write(LEVEL.info, text === null ? [data] : [text]);
    },
    count(label: unknown = 'default') {
      const name = `${label}`;
      const count = (state.counts.get(name) ?? 0) + 1;
      state.counts.set(name, count);
      write(LEVEL.info, [`${name}: ${count}`]);
    },
    countReset(label: unknown = 'default') {
      if (!state.counts.delete(`${label}`)) warning(`Count for '${label}' does not exist`);
    },
    time(label: unknown = 'default') {
      const name = `${label}`;
      if (state.timers.has(name)) warning(`Label '${name}' already exists for console.time()`);
      else state.timers.set(name, nowNs());
    },
    timeLog(label: unknown = 'default', ...values: unknown[]) {
      const took = elapsed(`${label}`, 'timeLog');
      if (took !== null) write(LEVEL.info, [`${label}: ${took}`, ...values]);
    },
    timeEnd(label: unknown = 'default') {
      const took = elapsed(`${label}`, 'timeEnd');
      if (took === null) return;
      state.timers.delete(`${label}`);
      write(LEVEL.info, [`${label}: ${took}`]);
    },
    group,
    groupCollapsed: group,
    groupEnd() {
      state.indentation = state.indentation.slice(0, -2);
    },
    // For the inspector, which is not there.
    profile() {},
    profileEnd() {},
    timeStamp() {},
    Console: () => notSimulated('console.Console', 'console'),
  };
  return made;
}

GLOBAL_MAKERS.push(() => ({ console: makeConsole() }));
