// The CPU of the user's lines by who called them: a tree of functions, and under it what each line took on its own, in the library
// that it called, in a built-in, and blocked. The guest tells along which path a line is called whenever that changes; so a line's
// time is exact, and who called it as exact as the guest (docs/decisions/0008-call-tree.md).
import { SYSCALL } from './guest-port.ts';
import type { CallLeaf, CallRecording } from './stage.ts';

/** Functions and leaves kept of each; what is beyond them is told by line only. */
const MOST = 2_000;
/** The guest's numbers of paths, and functions in one path. */
const MOST_PATHS = 10_000;
const DEEPEST = 64;
const MOST_NAMES = 200;
const NAME_LENGTH_MAX = 80;
/** More than any place: file index * 100000 + line. */
const PLACES = 2 ** 25;

/** What a library does for a syscall, by names that the page translates. */
const LIBRARY: Readonly<Record<number, string>> = {
  [SYSCALL.DB_CONNECT]: 'database-connect',
  [SYSCALL.DB_QUERY]: 'database-call',
  [SYSCALL.HTTP_CONNECT]: 'http-connect',
  [SYSCALL.HTTP_REQUEST]: 'http-call',
  [SYSCALL.HTTP_CLIENT]: 'http-client',
  [SYSCALL.THREAD_HOP]: 'thread-hop',
  [SYSCALL.CACHE_CONNECT]: 'cache-connect',
  [SYSCALL.CACHE_CALL]: 'cache-call',
};

/** What took a line's CPU. namedNs: the part of it that a library or a built-in took, by kind and text. */
export interface Charge {
  readonly kind: number;
  readonly text: string;
  readonly namedNs: number;
}

export class CallTree {
  readonly #frames = [{ caller: 0, place: 0 }];
  readonly #frameOf = new Map<number, number>();
  /** By the guest's number of the path. */
  readonly #paths: number[] = [0];
  readonly #leaves: CallLeaf[] = [];
  readonly #leafOf = new Map<number, number>();
  readonly #names = new Map<string, number>();
  readonly #cpuNs = new Float64Array(MOST);
  readonly #blockedNs = new Float64Array(MOST);

  /** The leaf of a line on a path; -1: there is no room. `text`: where the path's functions begin, the first time that it is told. */
  reached(line: number, path: number, text: string): number {
    // The guest is not trusted.
    if (!Number.isInteger(path) || path < 0 || path >= MOST_PATHS) return this.leaf(0, line);
    if (text !== '' && this.#paths[path] === undefined) this.#paths[path] = this.#walk(text);
    return this.leaf(this.#paths[path] ?? 0, line);
  }

  leaf(frame: number, line: number, kind: CallLeaf['kind'] = 'own', what = ''): number {
    const name = what === '' ? 0 : this.#nameOf(kind, what);
    const key = (frame * PLACES + line) * (MOST_NAMES + 1) + name;
    const known = this.#leafOf.get(key);
    if (known !== undefined) return known;
    if (this.#leaves.length === MOST || line >= PLACES) return -1;
    this.#leaves.push({ frame, line, kind, what: what.slice(0, NAME_LENGTH_MAX), cpuNs: 0, blockedNs: 0 });
    this.#leafOf.set(key, this.#leaves.length - 1);
    return this.#leaves.length - 1;
  }

  add(own: number, cpuNs: number, blockedNs: number, { kind, text, namedNs }: Charge): void {
    if (own < 0) return;
    const named = Math.min(cpuNs, namedNs);
    if (cpuNs > named) this.#put(own, cpuNs - named, 0);
    if (named > 0) this.#put(this.#under(own, kind === SYSCALL.RAN ? 'built-in' : 'library', LIBRARY[kind] ?? text), named, 0);
    if (blockedNs > 0) this.#put(this.#under(own, 'blocked', text), 0, blockedNs);
  }

  list(): CallRecording {
    const leaves = this.#leaves.map((leaf, at) => ({
      ...leaf,
      cpuNs: this.#cpuNs[at] as number,
      blockedNs: this.#blockedNs[at] as number,
    }));
    return { frames: this.#frames, leaves: leaves.filter(({ cpuNs, blockedNs }) => cpuNs + blockedNs > 0) };
  }

  #put(leaf: number, cpuNs: number, blockedNs: number): void {
    if (leaf < 0) return;
    this.#cpuNs[leaf] = (this.#cpuNs[leaf] as number) + cpuNs;
    if (blockedNs > 0) this.#blockedNs[leaf] = (this.#blockedNs[leaf] as number) + blockedNs;
  }

  #under(own: number, kind: CallLeaf['kind'], what: string): number {
    const { frame, line } = this.#leaves[own] as CallLeaf;
    return this.leaf(frame, line, kind, what);
  }

  #nameOf(kind: string, what: string): number {
    const key = `${kind} ${what}`;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    // Those beyond are the line's own.
    if (this.#names.size === MOST_NAMES) return 0;
    this.#names.set(key, this.#names.size + 1);
    return this.#names.size;
  }

  #walk(text: string): number {
    let frame = 0;
    for (const part of text.split(',', DEEPEST)) {
      const place = Number(part);
      if (!Number.isInteger(place) || place < 0 || place >= PLACES) continue;
      const key = frame * PLACES + place;
      const known = this.#frameOf.get(key);
      if (known === undefined && this.#frames.length === MOST) return frame;
      if (known === undefined) {
        this.#frames.push({ caller: frame, place });
        this.#frameOf.set(key, this.#frames.length - 1);
      }
      frame = known ?? this.#frames.length - 1;
    }
    return frame;
  }
}
