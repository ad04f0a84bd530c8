// A bound on the interpreter's memory: beyond it an allocation in Python ends in MemoryError, as in a container whose
// process checks, instead of taking the page or the machine down.

/** All simulated workers together; a container of 384 MB each (workers.memoryMb) is full before, with two of them. An interpreter with
 *  the shims takes some 35 MB. */
export const MEMORY_LIMIT_BYTES = 960 * 1024 * 1024;
const PAGE_BYTES = 65_536;

interface WithHeap {
  readonly _module: { readonly HEAPF64: Float64Array };
}

const limited: WeakRef<WithHeap>[] = [];
const refused = new WeakSet<WithHeap>();

/** Whether an allocation of this interpreter has been refused so far. */
export const memoryWasRefused = (interpreter: WithHeap): boolean => refused.has(interpreter);

/** Limits an interpreter's memory. The memory is private to Emscripten's module, so growth is intercepted where all memories grow. */
export function limitMemory(interpreter: WithHeap): void {
  const first = limited.length === 0;
  limited.push(new WeakRef(interpreter));
  if (!first) return;
  const realGrow = WebAssembly.Memory.prototype.grow;
  WebAssembly.Memory.prototype.grow = function grow(this: WebAssembly.Memory, pages: number): number {
    const ours = limited.find((each) => each.deref()?._module.HEAPF64.buffer === this.buffer)?.deref();
    if (ours && this.buffer.byteLength + pages * PAGE_BYTES > MEMORY_LIMIT_BYTES) {
      refused.add(ours);
      throw new RangeError('memory limit of the simulated workers');
    }
    return realGrow.call(this, pages);
  };
}
