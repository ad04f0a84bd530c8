// Collects what the judge sees of a stage: requests and their outcomes, series, console.
import { EventHash } from './event-hash.ts';
import { SYSCALL } from './guest-port.ts';
import { Histogram } from './histogram.ts';
import { LineProfile } from './line-profile.ts';
import { LineWaits } from './line-waits.ts';
import { LoopLanes } from './loop-lanes.ts';
import { BUCKET_NS, type MeterWindow } from './meter.ts';
import type { RequestRecord } from './request.ts';
import { RequestTimesBook } from './request-times.ts';
import type { ConsoleLine, ResponseVerdict, Restart, StageOptions } from './stage.ts';
import { Traces } from './traces.ts';

const LEVELS = ['debug', 'info', 'warning', 'error'] as const;

interface RanFor {
  readonly kind: number;
  readonly request: number;
  readonly line: number;
  readonly text: string;
  readonly namedNs: number;
}

export class StageRecorder {
  readonly hash = new EventHash();
  readonly lineWaits = new LineWaits();
  readonly profile: LineProfile;
  readonly lanes: LoopLanes;
  /** Waits for a connection by who holds one of the same pool. */
  readonly nested = new LineWaits();
  readonly traces = new Traces();
  readonly answeredTimes = new RequestTimesBook();
  readonly refusedTimes = new RequestTimesBook();
  /** Of 2xx answers, and of clients that gave up: an error that comes fast makes no service fast. */
  readonly latencies = new Histogram();
  /** Of all answers. */
  readonly allLatencies = new Histogram();
  readonly loopLag = new Histogram();
  readonly outcomes = new Map<string, number>();
  readonly console: ConsoleLine[] = [];
  /** Latencies of right 2xx answers to the window's arrivals. */
  readonly right: number[] = [];
  arrivals = 0;
  completed = 0;
  /** Requests that nobody answered yet and whose client still waits. */
  open = 0;
  openInWindow = 0;
  openAtStart = 0;
  unfinished = 0;
  consoleDropped = 0;
  /** Requests of the window that no worker ever answered. */
  unheard = 0;
  readonly restarts: Restart[] = [];
  /** Bytes of the fullest worker at the end of each 100 ms. */
  readonly memory: number[] = [];
  readonly series: {
    arrivals: number[];
    completions: number[];
    errors: number[];
    latencySum: number[];
    latencyCount: number[];
    open: number[];
  };
  readonly #options: StageOptions;
  readonly #window: MeterWindow;
  readonly #startNs: number;

  /** profile: which knows from before how lines are called. */
  constructor(options: StageOptions, window: MeterWindow, startNs: number, profile = new LineProfile()) {
    this.#options = options;
    this.#window = window;
    this.#startNs = startNs;
    this.profile = profile;
    this.lanes = new LoopLanes(options.world.workers.simulated);
    const buckets = Math.ceil((window.endNs - startNs) / BUCKET_NS);
    const zeros = () => new Array<number>(buckets).fill(0);
    this.series = { arrivals: zeros(), completions: zeros(), errors: zeros(), latencySum: zeros(), latencyCount: zeros(), open: zeros() };
  }

  inWindow(nowNs: number): boolean {
    return nowNs >= this.#window.startNs && nowNs < this.#window.endNs;
  }

  arrived(record: RequestRecord): void {
    this.#bump(this.series.arrivals, record.arrivedNs, 1);
    this.open++;
    if (record.inWindow) {
      this.arrivals++;
      this.openInWindow++;
    }
  }

  answered(record: RequestRecord, nowNs: number): void {
    const latencyNs = nowNs - record.arrivedNs;
    this.open--;
    this.hash.number(nowNs);
    this.hash.number(record.status);
    this.hash.text(record.body);
    const good = record.status >= 200 && record.status < 300;
    this.#bump(good ? this.series.completions : this.series.errors, nowNs, 1);
    this.#bump(this.series.latencySum, nowNs, latencyNs);
    this.#bump(this.series.latencyCount, nowNs, 1);
    if (good && this.inWindow(nowNs)) this.completed++;
    if (!record.inWindow) return;
    this.openInWindow--;
    this.allLatencies.add(latencyNs);
    if (good) this.latencies.add(latencyNs);
    this.traces.offer(record, nowNs);
    this.answeredTimes.add(record, nowNs);
    if (record.status === 429 || record.status === 503) this.refusedTimes.add(record, nowNs);
    const verdict = good ? this.#check(record, nowNs) : 'right';
    if (good && verdict === 'right') this.right.push(latencyNs);
    this.#count(verdict === 'right' ? String(record.status) : verdict);
  }

  timedOut(record: RequestRecord, nowNs: number): void {
    this.open--;
    this.#bump(this.series.errors, nowNs, 1);
    if (!record.inWindow) return;
    this.openInWindow--;
    this.allLatencies.add(nowNs - record.arrivedNs);
    this.latencies.add(nowNs - record.arrivedNs);
    this.traces.offer(record, nowNs);
    this.#count('timeout');
  }

  log(nowNs: number, worker: number, level: number, text: string): void {
    if (this.console.length >= this.#options.limits.consoleLines) {
      this.consoleDropped++;
      return;
    }
    this.console.push({ timeNs: Math.max(0, nowNs - this.#startNs), worker, level: LEVELS[level] ?? 'info', text });
  }

  /** The worker ran up to a syscall, and waited in it for the last idleNs. */
  ran(worker: number, fromNs: number, toNs: number, idleNs: number, call: RanFor): void {
    const { request, line } = call;
    this.lanes.ran(worker, fromNs, toNs, idleNs, request, line, call.text);
    if (!this.inWindow(toNs)) return;
    if (call.kind === SYSCALL.ACCEPT) this.profile.accept(toNs - fromNs);
    else this.profile.add(line, toNs - fromNs - idleNs, idleNs, call);
  }

  /** Open requests at the end of each 100 ms. */
  markOpen(nowNs: number): void {
    const bucket = Math.ceil((nowNs - this.#startNs) / BUCKET_NS) - 1;
    if (bucket >= 0 && bucket < this.series.open.length) this.series.open[bucket] = this.open;
  }

  #check(record: RequestRecord, nowNs: number): ResponseVerdict {
    const check = this.#options.checkResponse;
    if (!check) return 'right';
    return check({
      request: record.template,
      key: record.key,
      status: record.status,
      body: record.body,
      arrivedNs: record.arrivedNs - this.#startNs,
      answeredNs: nowNs - this.#startNs,
    });
  }

  #count(outcome: string): void {
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
  }

  #bump(series: number[], nowNs: number, by: number): void {
    const bucket = Math.floor((nowNs - this.#startNs) / BUCKET_NS);
    if (bucket >= 0 && bucket < series.length) series[bucket] = (series[bucket] as number) + by;
  }
}
