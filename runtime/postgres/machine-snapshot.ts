// Takes and restores the whole state of the Postgres machine between two messages: its linear memory, its files and its
// open descriptors. Restoring gives the very same bytes, so catalogues, statistics, page counts and object ids repeat.
// Files are saved by copy on their first write after a snapshot: a snapshot that nothing follows costs no copy.
import type { PGlite } from '@electric-sql/pglite';

const PAGE_BYTES = 4096;
const PAGE_WORDS = PAGE_BYTES / 4;

interface FileNode {
  id: number;
  name: string;
  mode: number;
  parent: FileNode;
  contents: Uint8Array | Record<string, FileNode>;
  usedBytes: number;
  node_ops: { setattr(node: FileNode, attributes: { size?: number }): void };
  stream_ops: { write(stream: { node: FileNode }, ...rest: unknown[]): number };
}
interface FileStream {
  fd: number;
  node: FileNode;
  shared: Record<string, unknown>;
}
interface FileSystem {
  streams: (FileStream | null)[];
  lookupPath(path: string): { node: FileNode };
  hashAddNode(node: FileNode): void;
  hashRemoveNode(node: FileNode): void;
  isDir(mode: number): boolean;
  isFile(mode: number): boolean;
}
interface SavedContents {
  readonly contents: Uint8Array;
  readonly usedBytes: number;
}

/** Pages of memory side by side that are not all zero. */
interface Stretch {
  readonly at: number;
  readonly bytes: Uint8Array;
}

export interface MachineSnapshot {
  /** What memory held, in ascending order; all else was zero. */
  readonly stretches: readonly Stretch[];
  readonly stack: number;
  readonly directories: readonly { readonly node: FileNode; readonly children: ReadonlyMap<string, FileNode> }[];
  readonly streams: readonly { readonly stream: FileStream; readonly fd: number; readonly shared: Record<string, unknown> }[];
  /** Contents of files at the time of the snapshot, saved when they first changed. */
  readonly journal: Map<FileNode, SavedContents>;
}

export class SnapshotKeeper {
  private readonly files: FileSystem;
  /** Snapshots that may be restored, oldest first; a change is journaled in the newest. */
  private readonly kept: MachineSnapshot[] = [];

  /** breakBytes: memory above it was never used, and is not even looked at: the host would have to provide it. */
  constructor(
    private readonly module: PGlite['Module'],
    private readonly breakBytes: () => number,
    private readonly roots: readonly string[],
  ) {
    this.files = module.FS as unknown as FileSystem;
    this.watchChanges();
  }

  take(): MachineSnapshot {
    const snapshot: MachineSnapshot = {
      stretches: this.copyMemory(),
      stack: this.module.stackSave(),
      directories: this.listDirectories(),
      streams: this.files.streams
        .filter((stream) => stream !== null && stream !== undefined)
        .map((stream) => ({ stream, fd: stream.fd, shared: { ...stream.shared } })),
      journal: new Map(),
    };
    this.kept.push(snapshot);
    return snapshot;
  }

  /** Back to a snapshot; younger ones are forgotten. */
  restore(snapshot: MachineSnapshot): void {
    const index = this.kept.indexOf(snapshot);
    if (index < 0) throw new Error('this snapshot of the Postgres machine is no longer kept');
    while (this.kept.length > index) {
      const layer = this.kept.pop() as MachineSnapshot;
      for (const [node, saved] of layer.journal) {
        node.contents = saved.contents;
        node.usedBytes = saved.usedBytes;
      }
      layer.journal.clear();
    }
    this.kept.push(snapshot);
    this.restoreDirectories(snapshot);
    this.restoreStreams(snapshot);
    this.restoreMemory(snapshot);
    this.module.stackRestore(snapshot.stack);
  }

  private usedMemory(): { readonly memory: Uint8Array; readonly words: Int32Array; readonly usedBytes: number } {
    const memory = this.module.HEAPU8;
    const usedBytes = Math.min(memory.length, Math.ceil(this.breakBytes() / PAGE_BYTES) * PAGE_BYTES);
    return { memory, words: new Int32Array(memory.buffer, 0, memory.length >>> 2), usedBytes };
  }

  private copyMemory(): Stretch[] {
    const { memory, words, usedBytes } = this.usedMemory();
    const stretches: Stretch[] = [];
    let from = -1;
    for (let at = 0; at <= usedBytes; at += PAGE_BYTES) {
      const empty = at === usedBytes || isZero(words, at >>> 2);
      if (!empty && from < 0) from = at;
      if (!empty || from < 0) continue;
      stretches.push({ at: from, bytes: memory.slice(from, at) });
      from = -1;
    }
    return stretches;
  }

  private restoreMemory({ stretches }: MachineSnapshot): void {
    const { memory, words, usedBytes } = this.usedMemory();
    // What is empty anyhow is only looked at: writing would make the host provide it.
    const clear = (from: number, to: number) => {
      for (let at = from; at < to; at += PAGE_BYTES) if (!isZero(words, at >>> 2)) memory.fill(0, at, at + PAGE_BYTES);
    };
    let emptyFrom = 0;
    for (const { at, bytes } of stretches) {
      clear(emptyFrom, at);
      memory.set(bytes, at);
      emptyFrom = at + bytes.length;
    }
    clear(emptyFrom, usedBytes);
  }

  private watchChanges(): void {
    const anyFile = this.findFile(this.files.lookupPath(this.roots[0] as string).node);
    const { node_ops: nodeOps, stream_ops: streamOps } = anyFile;
    const { setattr } = nodeOps;
    const { write } = streamOps;
    nodeOps.setattr = (node, attributes) => {
      if (attributes.size !== undefined) this.saveBeforeChange(node);
      setattr(node, attributes);
    };
    streamOps.write = (stream, ...rest) => {
      this.saveBeforeChange(stream.node);
      return write(stream, ...rest);
    };
  }

  private saveBeforeChange(node: FileNode): void {
    const journal = this.kept.at(-1)?.journal;
    if (!journal || journal.has(node) || !this.files.isFile(node.mode)) return;
    journal.set(node, { contents: (node.contents as Uint8Array).slice(0, node.usedBytes), usedBytes: node.usedBytes });
  }

  private findFile(node: FileNode): FileNode {
    for (const child of Object.values(node.contents as Record<string, FileNode>)) {
      if (this.files.isFile(child.mode)) return child;
    }
    throw new Error('the data directory holds no file');
  }

  private listDirectories(): MachineSnapshot['directories'] {
    const directories: { node: FileNode; children: Map<string, FileNode> }[] = [];
    const pending = this.roots.map((root) => this.files.lookupPath(root).node);
    for (let node = pending.pop(); node; node = pending.pop()) {
      const children = new Map(Object.entries(node.contents as Record<string, FileNode>));
      directories.push({ node, children });
      for (const child of children.values()) if (this.files.isDir(child.mode)) pending.push(child);
    }
    return directories;
  }

  private restoreDirectories(snapshot: MachineSnapshot): void {
    for (const { node } of snapshot.directories) {
      for (const child of Object.values(node.contents as Record<string, FileNode>)) this.files.hashRemoveNode(child);
    }
    for (const { node, children } of snapshot.directories) {
      node.contents = {};
      for (const [name, child] of children) {
        child.parent = node;
        child.name = name;
        node.contents[name] = child;
        this.files.hashAddNode(child);
      }
    }
  }

  private restoreStreams(snapshot: MachineSnapshot): void {
    this.files.streams.length = 0;
    for (const { stream, fd, shared } of snapshot.streams) {
      Object.assign(stream.shared, shared);
      stream.fd = fd;
      this.files.streams[fd] = stream;
    }
  }
}

function isZero(words: Int32Array, start: number): boolean {
  for (let i = start, end = start + PAGE_WORDS; i < end; i += 4) {
    if (((words[i] as number) | (words[i + 1] as number) | (words[i + 2] as number) | (words[i + 3] as number)) !== 0) return false;
  }
  return true;
}
