// What Postgres sees of its host: a clock that stands still unless it is set, seeded randomness, no timers, and files
// whose first change since a snapshot is journaled. With it the whole machine is a pure function of the messages sent.
import { MemoryFS, type PGlite } from '@electric-sql/pglite';

type EmscriptenOptions = Parameters<MemoryFS['init']>[1];
type Imports = Record<string, Record<string, unknown>>;
type Instantiated = (instance: WebAssembly.Instance, module: WebAssembly.Module) => unknown;

/** Virtual time 0 is 1 January 2026, 00:00 UTC, as for the guests. */
export const POSTGRES_EPOCH_NS = 1_767_225_600_000_000_000n;

/** Postgres answers 53200 (out of memory) beyond it; memory once grown is never given back. */
const MEMORY_LIMIT_BYTES = 512 * 1024 * 1024;
const SEED = 0x5eed_0001;
const CLOCK_REALTIME = 0;

export class ControlledHost extends MemoryFS {
  /** Virtual time, ns: what now() and clock_timestamp() tell. */
  clockNs = 0;
  /** State of the generator behind /dev/urandom and getentropy. */
  randomState = SEED;
  /** True: no further library may be loaded, a snapshot could not take it back. */
  sealed = false;
  private monotonicNs = 0;
  private module: PGlite['Module'] | null = null;
  private breakPointer: () => number = () => 0;

  override async init(pg: PGlite, options: EmscriptenOptions) {
    this.pg = pg;
    const instantiate = options.instantiateWasm as (imports: Imports, done: Instantiated) => unknown;
    const controlled = {
      ...options,
      instantiateWasm: (imports: Imports, done: Instantiated) => {
        this.control(imports);
        return instantiate(imports, (instance, module) => {
          this.breakPointer = instance.exports.emscripten_get_sbrk_ptr as () => number;
          return done(instance, module);
        });
      },
      preRun: [...((options.preRun as ((module: PGlite['Module']) => void)[]) ?? []), (module: PGlite['Module']) => this.attach(module)],
    } as unknown as EmscriptenOptions;
    return { emscriptenOpts: controlled };
  }

  /** The program break, bytes: memory above it was never used. It only rises (Emscripten's malloc does not trim), or is restored. */
  breakBytes(): number {
    return new DataView(this.memory().buffer).getUint32(this.breakPointer(), true);
  }

  private attach(module: PGlite['Module']): void {
    this.module = module;
    for (const name of ['random', 'urandom']) {
      module.FS.unlink(`/dev/${name}`);
      module.FS.createDevice('/dev', name, () => this.randomByte(), undefined as unknown as (c: number) => unknown);
    }
  }

  private control(imports: Imports): void {
    const env = imports.env as Record<string, unknown>;
    const wasi = imports.wasi_snapshot_preview1 as Record<string, unknown>;
    env.emscripten_date_now = () => Number(POSTGRES_EPOCH_NS / 1_000_000n) + this.clockNs / 1e6;
    env.emscripten_get_now = () => this.monotonic() / 1e6;
    env._setitimer_js = () => 0;
    const grow = env.emscripten_resize_heap as (bytes: number) => number;
    env.emscripten_resize_heap = (bytes: number) => (bytes >>> 0 > MEMORY_LIMIT_BYTES ? 0 : grow(bytes));
    const dlopen = env._dlopen_js as (handle: number) => number;
    env._dlopen_js = (handle: number) => (this.sealed ? 0 : dlopen(handle));
    wasi.clock_time_get = (clock: number, _precision: bigint, at: number) => {
      const ns = clock === CLOCK_REALTIME ? POSTGRES_EPOCH_NS + BigInt(Math.floor(this.clockNs)) : BigInt(this.monotonic());
      new DataView(this.memory().buffer).setBigInt64(at, ns, true);
      return 0;
    };
    wasi.random_get = (at: number, count: number) => {
      const memory = this.memory();
      for (let i = 0; i < count; i++) memory[at + i] = this.randomByte();
      return 0;
    };
  }

  /** Postgres' own stop-watch: a nanosecond a look, so that a loop that waits on it ends. */
  private monotonic(): number {
    this.monotonicNs += 1;
    return this.monotonicNs;
  }

  private memory(): Uint8Array {
    if (!this.module) throw new Error('Postgres asked its host before it was loaded');
    return this.module.HEAPU8;
  }

  /** One byte of a xorshift generator (Marsaglia 2003, shifts 13, 17, 5). */
  private randomByte(): number {
    let x = this.randomState;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.randomState = x >>> 0;
    return (x >>> 16) & 255;
  }
}
