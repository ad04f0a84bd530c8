// performance: the clock of the process, marks and measures.
import { GLOBAL_MAKERS } from '../kernel/globals.ts';
import { notSimulated, stateOf, worker } from '../kernel/worker.ts';
import { CUSTOM, type InspectOptions, inspect } from './inspect/inspect.ts';
import { timeOrigin } from './process.ts';

class PerformanceEntry {
  readonly name: string;
  readonly entryType: string;
  readonly startTime: number;
  readonly duration: number;
  readonly detail: unknown;

  constructor(name: string, entryType: string, startTime: number, duration: number, detail: unknown) {
    this.name = name;
    this.entryType = entryType;
    this.startTime = startTime;
    this.duration = duration;
    this.detail = detail;
  }

  toJSON(): object {
    return { ...this };
  }

  [CUSTOM](_depth: number, options: InspectOptions): string {
    return `${this.constructor.name} ${inspect({ ...this }, options)}`;
  }
}
class PerformanceMark extends PerformanceEntry {}
class PerformanceMeasure extends PerformanceEntry {}

interface Utilization {
  idle: number;
  active: number;
  utilization: number;
}

interface MeasureOptions {
  readonly start?: string | number;
  readonly end?: string | number;
  readonly duration?: number;
  readonly detail?: unknown;
}

export function nowMs(): number {
  const at = worker();
  return (at.nowNs() - Math.max(0, at.bornNs)) / 1e6;
}

function eventLoopUtilization(before?: Utilization, earlier?: Utilization): Utilization {
  const at = worker();
  const make = (active: number, idle: number) => ({ idle, active, utilization: active + idle === 0 ? 0 : active / (active + idle) });
  if (before && earlier) return make(before.active - earlier.active, before.idle - earlier.idle);
  const active = (at.cpuNs + at.declaredNs + at.countedNs()) / 1e6;
  const idle = Math.max(0, nowMs() - active);
  return before ? make(active - before.active, idle - before.idle) : make(active, idle);
}

function makePerformance(): Record<string, unknown> {
  let entries: PerformanceEntry[] = [];
  const at = (mark: string | number | undefined, otherwise: number): number => {
    if (mark === undefined) return otherwise;
    if (typeof mark === 'number') return mark;
    const found = entries.findLast((entry) => entry.name === mark && entry.entryType === 'mark');
    if (found) return found.startTime;
    throw Object.assign(new SyntaxError(`The "${mark}" performance mark has not been set`), { code: 'ERR_INVALID_PERFORMANCE_MARK' });
  };
  const drop = (type: string) => (name?: string) => {
    entries = entries.filter((entry) => entry.entryType !== type || (name !== undefined && entry.name !== name));
  };
  const made: Record<string, unknown> = {
    now: nowMs,
    eventLoopUtilization,
    mark(name: string, options: { startTime?: number; detail?: unknown } = {}) {
      const entry = new PerformanceMark(String(name), 'mark', options.startTime ?? nowMs(), 0, options.detail ?? null);
      entries.push(entry);
      return entry;
    },
    measure(name: string, from?: string | MeasureOptions, to?: string) {
      const options: MeasureOptions = typeof from === 'object' ? from : { start: from, end: to };
      const end =
        options.end === undefined && options.duration !== undefined ? at(options.start, 0) + options.duration : at(options.end, nowMs());
      const start = options.start === undefined && options.duration !== undefined ? end - options.duration : at(options.start, 0);
      const entry = new PerformanceMeasure(String(name), 'measure', start, end - start, options.detail ?? null);
      entries.push(entry);
      return entry;
    },
    clearMarks: drop('mark'),
    clearMeasures: drop('measure'),
    getEntries: () => [...entries],
    getEntriesByName: (name: string, type?: string) =>
      entries.filter((each) => each.name === name && (type === undefined || each.entryType === type)),
    getEntriesByType: (type: string) => entries.filter((entry) => entry.entryType === type),
    timerify: <Wrapped>(wrapped: Wrapped) => wrapped,
    toJSON: () => ({ timeOrigin: timeOrigin(), eventLoopUtilization: eventLoopUtilization() }),
  };
  Object.defineProperty(made, 'timeOrigin', { get: timeOrigin, enumerable: true });
  Object.defineProperty(made, Symbol.toStringTag, { value: 'Performance', configurable: true });
  return made;
}

const performanceOf = () => stateOf('performance', makePerformance);

GLOBAL_MAKERS.push(() => ({ performance: performanceOf() }));
export const PERFORMANCE_MODULES = {
  'node:perf_hooks': () => ({
    performance: performanceOf(),
    PerformanceEntry,
    PerformanceMark,
    PerformanceMeasure,
    monitorEventLoopDelay: () =>
      notSimulated('monitorEventLoopDelay()', 'performance.eventLoopUtilization(), and the loop lag of the report'),
    createHistogram: () => notSimulated('createHistogram()', 'performance.now()'),
    PerformanceObserver: class PerformanceObserver {
      constructor() {
        notSimulated('PerformanceObserver', 'performance.mark, performance.measure, performance.getEntries');
      }
    },
  }),
};
