// The page's side of the sandbox: loads it, runs programs in it, ends them, and notices when it has stopped answering.
// A run always ends: by its report, by its failure, by Stop, or by one of the limits here.
import type { Submission, Task } from '#judge/task.ts';
import { type LoadedAssets, type LoadOptions, loadRuntimeAssets } from './runtime-assets.ts';
import { type CreateFrame, createSandboxFrame, type SandboxFrame } from './sandbox-frame.ts';
import { type FrameMessage, type RunMessage, readWorkerMessage, type WorkerMessage } from './sandbox-message.ts';

/** Real time without any message from a running program; progress comes about 20 times a stage. */
export const SILENCE_LIMIT_MS = 20_000;
/** Real time of a whole run; the ladder of a good solution takes some 6 s. */
export const WALL_LIMIT_MS = 60_000;
/** Real time of a what-if; it takes about what one stage does. Beyond it the next run would wait for it. */
export const WHAT_IF_LIMIT_MS = 20_000;
/** Stop keeps its promise of one second: a frame that does not answer in this time is removed. */
const RESTART_ANSWER_MS = 600;
/** From the frame's birth to its first word, and from the hand-over of the runtimes to "ready". */
const START_LIMIT_MS = 60_000;
const CHECK_EVERY_MS = 500;
/** A check that comes this late means that the page slept, and sleep is nobody's silence. */
const SLEEP_GAP_MS = 5_000;

export type SandboxStatus =
  | { readonly phase: 'fetching'; readonly loadedBytes: number; readonly totalBytes: number }
  | { readonly phase: 'starting' | 'restarting' | 'ready' | 'running' }
  | { readonly phase: 'failed'; readonly message: string };

export type SandboxFailure = 'no-answer' | 'wall-limit' | 'crashed' | 'flood' | 'load-failed';

export interface SandboxEvents {
  onStatus(status: SandboxStatus): void;
  onMessage(message: RunMessage): void;
  onFailure(runId: number, failure: SandboxFailure, message: string): void;
}
export interface SandboxParts {
  readonly createFrame: CreateFrame;
  readonly loadAssets: (options: LoadOptions) => Promise<LoadedAssets>;
  readonly now: () => number;
}
export const browserParts = (language: Submission['language']): SandboxParts => ({
  createFrame: createSandboxFrame,
  loadAssets: (options) => loadRuntimeAssets(language, options),
  now: () => performance.now(),
});

interface Run {
  readonly runId: number;
  readonly task: Task;
  readonly submission: Submission;
  /** Null while it waits for the runtimes. */
  sentAtMs: number | null;
}

export class SandboxHost {
  private readonly events: SandboxEvents;
  private readonly parts: SandboxParts;
  private status: SandboxStatus = { phase: 'fetching', loadedBytes: 0, totalBytes: 0 };
  private frame: SandboxFrame | null = null;
  private loading: AbortController | null = null;
  private generation = 0;
  private nextRunId = 1;
  private current: Run | null = null;
  /** The run whose what-if is being measured. */
  private whatIf: { readonly runId: number; readonly sinceMs: number } | null = null;
  private rehearsal: { readonly task: Task; readonly submission: Submission } | null = null;
  private lastMessageMs = 0;
  private lastCheckMs = 0;
  private startedMs = 0;
  private timer: ReturnType<typeof setInterval> | null = null;
  private restartTimer: ReturnType<typeof setTimeout> | null = null;

  constructor(events: SandboxEvents, parts: SandboxParts) {
    this.events = events;
    this.parts = parts;
  }

  /** Makes the frame and hands the runtimes in. Also the way back after a failure: the bytes come from the browser's cache then. */
  start(): void {
    this.dispose();
    const loading = new AbortController();
    this.loading = loading;
    this.generation += 1;
    this.setStatus({ phase: 'fetching', loadedBytes: 0, totalBytes: 0 });
    const frameReady = new Promise<void>((resolve) => {
      this.frame = this.parts.createFrame((message) => (message.type === 'frame-ready' ? resolve() : this.receive(message)));
    });
    const assets = this.parts.loadAssets({
      signal: loading.signal,
      onProgress: (loadedBytes, totalBytes) => {
        if (!loading.signal.aborted) this.setStatus({ phase: 'fetching', loadedBytes, totalBytes });
      },
    });
    this.startedMs = this.lastCheckMs = this.parts.now();
    this.timer = setInterval(() => this.check(), CHECK_EVERY_MS);
    Promise.all([assets, frameReady]).then(
      ([loaded]) => {
        if (loading.signal.aborted) return;
        const buffers = Object.values(loaded.assets).filter((value) => value instanceof ArrayBuffer);
        this.frame?.post({ type: 'load', generation: this.generation, ...loaded }, buffers);
        this.startedMs = this.parts.now();
        this.setStatus({ phase: 'starting' });
      },
      (error: unknown) => {
        if (!loading.signal.aborted) this.failToLoad(error instanceof Error ? error.message : String(error));
      },
    );
  }

  /** What is rehearsed whenever the runtimes are ready and nobody has asked for a run yet. */
  rehearse(task: Task, submission: Submission): void {
    this.rehearsal = { task, submission };
    if (this.status.phase === 'ready') this.sendRehearsal();
  }

  /** Runs at once, or as soon as the runtimes are ready. One run at a time: a second call replaces a waiting one. */
  run(task: Task, submission: Submission): number {
    if (this.current?.sentAtMs != null) throw new Error('a run is active');
    this.whatIf = null;
    this.current = { runId: this.nextRunId++, task, submission, sentAtMs: null };
    const { runId } = this.current;
    if (this.status.phase === 'ready') this.send(this.current);
    else if (this.status.phase === 'failed') this.start();
    return runId;
  }

  /** Ends the run, whatever its code does, and warms up a fresh worker. */
  stop(): void {
    const run = this.current;
    this.current = null;
    if (run?.sentAtMs != null) this.restart();
  }

  dispose(): void {
    this.loading?.abort();
    this.loading = null;
    this.frame?.dispose();
    this.frame = null;
    if (this.timer) clearInterval(this.timer);
    if (this.restartTimer) clearTimeout(this.restartTimer);
    this.timer = this.restartTimer = null;
  }

  private send(run: Run): void {
    run.sentAtMs = this.lastMessageMs = this.parts.now();
    this.frame?.post({ type: 'to-worker', message: { type: 'run', runId: run.runId, task: run.task, submission: run.submission } });
    this.setStatus({ phase: 'running' });
  }

  private sendRehearsal(): void {
    if (this.rehearsal) this.frame?.post({ type: 'to-worker', message: { type: 'warm-up', ...this.rehearsal } });
  }

  private restart(): void {
    this.generation += 1;
    this.startedMs = this.parts.now();
    this.setStatus({ phase: 'restarting' });
    this.frame?.post({ type: 'restart', generation: this.generation });
    if (this.restartTimer) clearTimeout(this.restartTimer);
    this.restartTimer = setTimeout(() => this.start(), RESTART_ANSWER_MS);
  }

  private receive(message: FrameMessage): void {
    if (message.type === 'frame-ready' || message.generation !== this.generation) return;
    if (message.type === 'restarted') {
      if (this.restartTimer) clearTimeout(this.restartTimer);
      this.restartTimer = null;
    } else if (message.type === 'worker-failed') {
      if (this.current?.sentAtMs != null) this.failRun(message.kind, message.message);
      else this.failToLoad(message.message || message.kind);
    } else {
      const inner = readWorkerMessage(message.message);
      if (inner) this.receiveFromWorker(inner);
    }
  }

  private receiveFromWorker(message: WorkerMessage): void {
    this.lastMessageMs = this.parts.now();
    if (message.type === 'ready') {
      if (this.status.phase !== 'starting' && this.status.phase !== 'restarting') return;
      this.setStatus({ phase: 'ready' });
      if (this.current) this.send(this.current);
      else this.sendRehearsal();
    } else if (message.type === 'load-failed') {
      this.failToLoad(message.message);
    } else if ('runId' in message && message.runId === this.current?.runId && this.current.sentAtMs !== null) {
      if (message.type === 'report' || message.type === 'run-failed') {
        this.current = null;
        this.setStatus({ phase: 'ready' });
      }
      this.events.onMessage(message);
      if (message.type === 'report') this.askWhatIf(message.runId);
    } else if (message.type === 'what-if' && message.runId === this.whatIf?.runId) {
      this.whatIf = null;
      this.events.onMessage(message);
    }
  }

  /** After the report, which does not wait for it. */
  private askWhatIf(runId: number): void {
    this.whatIf = { runId, sinceMs: this.parts.now() };
    this.frame?.post({ type: 'to-worker', message: { type: 'what-if', runId } });
  }

  private giveUpWhatIf(): void {
    const asked = this.whatIf;
    this.whatIf = null;
    if (asked) this.events.onMessage({ type: 'what-if', runId: asked.runId, result: null });
    this.restart();
  }

  private check(): void {
    const now = this.parts.now();
    const gapMs = now - this.lastCheckMs;
    this.lastCheckMs = now;
    const run = this.current;
    if (gapMs > SLEEP_GAP_MS) {
      this.lastMessageMs += gapMs;
      this.startedMs += gapMs;
      if (this.whatIf) this.whatIf = { ...this.whatIf, sinceMs: this.whatIf.sinceMs + gapMs };
      if (run && run.sentAtMs !== null) run.sentAtMs += gapMs;
      return;
    }
    if (run && run.sentAtMs !== null) {
      if (now - run.sentAtMs > WALL_LIMIT_MS) this.failRun('wall-limit', '');
      else if (now - this.lastMessageMs > SILENCE_LIMIT_MS) this.failRun('no-answer', '');
    } else if (this.whatIf && now - this.whatIf.sinceMs > WHAT_IF_LIMIT_MS) {
      this.giveUpWhatIf();
    } else if (this.isStarting() && now - this.startedMs > START_LIMIT_MS) {
      this.failToLoad('no answer');
    }
  }

  /** While bytes still arrive a slow line is not a failure. */
  private isStarting(): boolean {
    const { status } = this;
    if (status.phase === 'fetching') return status.totalBytes > 0 && status.loadedBytes === status.totalBytes;
    return status.phase === 'starting' || status.phase === 'restarting';
  }

  private failRun(failure: SandboxFailure, message: string): void {
    const run = this.current;
    this.current = null;
    this.restart();
    if (run) this.events.onFailure(run.runId, failure, message);
  }

  private failToLoad(message: string): void {
    const run = this.current;
    this.current = null;
    this.dispose();
    this.setStatus({ phase: 'failed', message });
    if (run) this.events.onFailure(run.runId, 'load-failed', message);
  }

  private setStatus(status: SandboxStatus): void {
    this.status = status;
    this.events.onStatus(status);
  }
}
