// One PGlite, started from files that are handed in (no network, no file system) and driven synchronously by wire
// messages. Every answer is a pure function of the image and of the messages, the clock and the restores before it.
import { PGlite } from '@electric-sql/pglite';
import { ControlledHost } from './controlled-host.ts';
import { type MachineSnapshot, SnapshotKeeper } from './machine-snapshot.ts';
import { SERVER_ARGUMENTS } from './server-arguments.ts';
import { type BatchResult, readBatch } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

export interface PostgresAssets {
  /** pglite.wasm, compiled. */
  readonly wasmModule: WebAssembly.Module;
  /** pglite.data: the files that belong to the program. */
  readonly dataBundle: ArrayBuffer | Uint8Array;
  /** Data directory as tar, gzipped or not, made by buildPostgresImage. */
  readonly image: ArrayBuffer | Uint8Array;
}

interface MachineState {
  readonly memory: MachineSnapshot;
  readonly randomState: number;
  readonly clockNs: number;
}

/** The smallest module there is: PGlite asks for initdb's although an image makes it needless, and would fetch it. */
const NO_MODULE = new Uint8Array([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);

/** Status with which PGlite's Postgres leaves its main loop on an SQL error. */
const SQL_ERROR = 100;

/** Postgres itself broke: out of the host's stack, or an error of its own. */
export class PostgresCrash extends Error {
  readonly outOfStack: boolean;

  constructor(cause: Error) {
    super(`Postgres stopped in the middle of a statement: ${cause.message}`, { cause });
    this.name = 'PostgresCrash';
    this.outOfStack = cause instanceof RangeError;
  }
}

export class PostgresMachine {
  readonly writer = new WireWriter();
  /** Why Postgres stopped in the middle of a statement; only a restore brings it back. */
  broken: Error | null = null;
  private answer = new Uint8Array(65_536);
  private answerLength = 0;

  private constructor(
    private readonly pg: PGlite,
    private readonly host: ControlledHost,
    private readonly snapshots: SnapshotKeeper,
  ) {
    this.watchForCrash();
  }

  static async start(assets: PostgresAssets): Promise<PostgresMachine> {
    const host = new ControlledHost();
    const pg = await PGlite.create({
      fs: host,
      pgliteWasmModule: assets.wasmModule,
      initdbWasmModule: new WebAssembly.Module(NO_MODULE),
      fsBundle: new HeldBytes(assets.dataBundle),
      loadDataDir: new HeldBytes(assets.image),
      startParams: [...SERVER_ARGUMENTS],
    });
    return new PostgresMachine(pg, host, new SnapshotKeeper(pg.Module, () => host.breakBytes(), [PGlite.paths.PGDATA, '/tmp', '/dev/shm']));
  }

  /** Sends what the writer gathered. Throws only when Postgres itself broke. */
  send(): BatchResult {
    this.answerLength = 0;
    // Up to its first await this runs at once, and with syncToFs off it has none: unlike execProtocolRawSync it neither
    // parses the answer a second time nor keeps the parsed messages for ever.
    this.pg.execProtocolRawStream(this.writer.take(), { syncToFs: false, onRawData: (bytes) => this.collect(bytes) }).catch(() => {});
    const result = readBatch(this.answer.subarray(0, this.answerLength));
    if (result.status === '' || this.broken) {
      this.broken ??= new Error('it answered nothing');
      throw new PostgresCrash(this.broken);
    }
    return result;
  }

  /** Runs statements without parameters that cannot fail in a right program; throws if one does. */
  command(sql: string): BatchResult {
    this.writer.query(sql);
    const result = this.send();
    if (result.failure) throw new Error(`Postgres: ${result.failure.message} in: ${sql}`);
    return result;
  }

  get clockNs(): number {
    return this.host.clockNs;
  }

  set clockNs(ns: number) {
    this.host.clockNs = ns;
  }

  get randomState(): number {
    return this.host.randomState;
  }

  set randomState(state: number) {
    this.host.randomState = state;
  }

  /** From now on no library may be loaded: loading cannot be undone by a restore. */
  seal(): void {
    this.host.sealed = true;
  }

  snapshot(): MachineState {
    return { memory: this.snapshots.take(), randomState: this.host.randomState, clockNs: this.host.clockNs };
  }

  restore(state: MachineState): void {
    this.broken = null;
    this.snapshots.restore(state.memory);
    this.host.randomState = state.randomState;
    this.host.clockNs = state.clockNs;
  }

  async close(): Promise<void> {
    await this.pg.close();
  }

  /** PGlite swallows what is thrown inside Postgres and goes on, for ever if it was not an SQL error. This gets it out. */
  private watchForCrash(): void {
    const module = this.pg.Module;
    const step = module._PostgresMainLoopOnce;
    const unwind = module.stackRestore;
    module._PostgresMainLoopOnce = () => {
      try {
        step();
      } catch (error) {
        if ((error as { status?: number }).status !== SQL_ERROR) this.broken = error as Error;
        throw error;
      }
    };
    module.stackRestore = (stack: number) => {
      const restored = unwind(stack);
      if (this.broken) throw this.broken;
      return restored;
    };
  }

  private collect(bytes: Uint8Array): void {
    const needed = this.answerLength + bytes.length;
    if (needed > this.answer.length) {
      const grown = new Uint8Array(Math.max(needed, this.answer.length * 2));
      grown.set(this.answer.subarray(0, this.answerLength));
      this.answer = grown;
    }
    this.answer.set(bytes, this.answerLength);
    this.answerLength = needed;
  }
}

export type { MachineState };

/**
 * What PGlite takes as a Blob, from bytes that are in memory already: a real one would copy them out and back, in the
 * browser through another process. A copy is handed out, because PGlite may keep parts of it as contents of files.
 */
class HeldBytes extends Blob {
  constructor(private readonly held: ArrayBuffer | Uint8Array) {
    super();
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    return this.held instanceof Uint8Array ? new Uint8Array(this.held).buffer : this.held.slice(0);
  }
}
