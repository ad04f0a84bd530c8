// One throw-away process for one guest: Deno without permissions, in an empty folder, with an empty environment, watched from outside.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { FramePipe } from './frame.ts';
import { END, END_WORDS, type Limits, WORDS } from './limits.ts';

/** Of the libraries that Deno's package comes in; there is none for musl. */
const PLATFORMS: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64-glibc',
  'linux-arm64': 'linux-arm64-glibc',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
};

/** Where Deno is; null: this machine has none, and nothing can be verified on it. */
export function findDeno(): string | null {
  const platform = PLATFORMS[`${process.platform}-${process.arch}`];
  if (platform === undefined) return null;
  try {
    const file = join(dirname(createRequire(import.meta.url).resolve(`@deno/${platform}/package.json`)), 'deno');
    return existsSync(file) ? file : null;
  } catch {
    return null;
  }
}

/** Each is a wall: nothing of the machine can be read, written, started or reached. */
const WALLS = [
  '--no-prompt --no-remote --no-npm --no-config --no-lock --cached-only',
  '--deny-read --deny-write --deny-net --deny-env --deny-run --deny-ffi --deny-sys --deny-import',
].flatMap((line) => line.split(' '));
const HEAP_MB = 900;
const WASM_PAGES = 16_384;
/** CPU in seconds, files, no dumps of memory: what a shell can limit everywhere. */
const SHELL = 'ulimit -c 0 -n 64 -t "$1" 2>/dev/null; shift; exec "$@" <in >out 2>/dev/null';

export class DenoProcess {
  readonly pipe: FramePipe;
  readonly #child: ChildProcess;
  readonly #watchdog: Worker;
  readonly #words: Int32Array;
  /** Gone once it is closed. */
  readonly folder: string;
  readonly #in: number;
  readonly #out: number;

  /** Blocks until the process has opened its end of the pipe. */
  constructor(deno: string, program: string, limits: Limits) {
    this.folder = mkdtempSync(join(tmpdir(), 'surge-'));
    const file = (name: string) => join(this.folder, name);
    writeFileSync(file('guest.js'), program);
    execFileSync('mkfifo', ['-m', '600', file('in'), file('out')]);
    const flags = `--v8-flags=--max-old-space-size=${HEAP_MB},--wasm-max-mem-pages=${WASM_PAGES}`;
    this.#child = spawn('sh', ['-c', SHELL, 'sh', String(Math.ceil(limits.lifeMs / 1000)), deno, 'run', ...WALLS, flags, 'guest.js'], {
      cwd: this.folder,
      env: { DENO_DIR: file('deno'), NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' } as unknown as NodeJS.ProcessEnv,
      stdio: 'ignore',
      detached: true,
    });
    this.#in = openSync(file('in'), 'w');
    this.#out = openSync(file('out'), 'r');
    const shared = new SharedArrayBuffer(WORDS.COUNT * 4);
    this.#words = new Int32Array(shared);
    this.#watchdog = new Worker(new URL('./watchdog.mjs', import.meta.url), {
      workerData: { pid: this.#child.pid, limits, shared, WORDS, END },
    });
    this.#watchdog.unref();
    this.pipe = new FramePipe({
      read: (into) => {
        const got = readSync(this.#out, into);
        Atomics.store(this.#words, WORDS.ASKED, 0);
        Atomics.add(this.#words, WORDS.FRAMES, 1);
        return got;
      },
      write: (bytes) => {
        Atomics.store(this.#words, WORDS.ASKED, 1);
        for (let from = 0; from < bytes.length; ) from += this.#write(bytes.subarray(from));
      },
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Why it can no longer be spoken to. */
  end(): string {
    return END_WORDS[Atomics.load(this.#words, WORDS.END)] ?? '';
  }

  wasKilled(): boolean {
    return Atomics.load(this.#words, WORDS.END) !== END.NONE;
  }

  /** A process that has ended takes nothing: the read that follows says so. */
  #write(bytes: Uint8Array): number {
    try {
      return writeSync(this.#in, bytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EPIPE') return bytes.length;
      throw error;
    }
  }

  async close(): Promise<void> {
    closeSync(this.#in);
    closeSync(this.#out);
    const ended = this.#child.exitCode !== null || this.#child.signalCode !== null;
    const gone = ended ? null : new Promise((resolve) => this.#child.once('exit', resolve));
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
    await gone;
    await this.#watchdog.terminate();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
