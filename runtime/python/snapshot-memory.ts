// Room for the memory snapshot. An interpreter starts with as much memory as its WebAssembly module says; a snapshot that was taken of
// a larger one has to find that much before it is copied in.

interface PyodideModule {
  readonly HEAP8: Int8Array;
  growMemory(bytes: number): unknown;
}

type CreateModule = (settings: unknown) => Promise<PyodideModule>;

/** Pyodide's `createPyodideModule` with at least the memory that `snapshot` holds. */
export function withRoomFor(snapshot: Uint8Array, create: unknown): unknown {
  // The second word of a snapshot is where the memory begins in it.
  const header = new DataView(snapshot.buffer, snapshot.byteOffset).getUint32(4, true);
  const bytes = snapshot.byteLength - header;
  return async (settings: unknown) => {
    const module = await (create as CreateModule)(settings);
    if (module.HEAP8.byteLength < bytes) module.growMemory(bytes);
    return module;
  };
}
