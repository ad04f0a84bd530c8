// CPU by line of the user's code: each syscall's CPU, from the one before it to its own end, is its line's.
import { CallTree, type Charge } from './call-tree.ts';
import type { LineCpu, LineProfileRecording } from './stage.ts';

const LINES_PER_FILE = 100_000;
/** More files than this have no lines of their own. */
const MOST_FILES = 200;

interface FileLines {
  cpuNs: Float64Array;
  blockedNs: Float64Array;
  /** Leaf of the call tree that the line's CPU goes to now; -1: nobody told. */
  leaf: Int32Array;
}

const EMPTY = { cpuNs: new Float64Array(0), blockedNs: new Float64Array(0), leaf: new Int32Array(0) };

export class LineProfile {
  readonly #files: FileLines[] = [];
  readonly #calls = new CallTree();
  #acceptNs = 0;
  #elsewhereNs = 0;
  #blockedElsewhereNs = 0;

  add(line: number, cpuNs: number, blockedNs: number, charge: Charge): void {
    const file = line < LINES_PER_FILE ? 0 : Math.floor(line / LINES_PER_FILE);
    const at = line - file * LINES_PER_FILE;
    if (!isLine(line, file, at)) {
      this.#elsewhereNs += cpuNs;
      this.#blockedElsewhereNs += blockedNs;
      return;
    }
    let lines = this.#files[file];
    if (lines === undefined || at >= lines.cpuNs.length) lines = this.#grow(file, at);
    let leaf = lines.leaf[at] as number;
    if (leaf < 0) leaf = lines.leaf[at] = this.#calls.leaf(0, line);
    this.#calls.add(leaf, cpuNs, blockedNs, charge);
    lines.cpuNs[at] = (lines.cpuNs[at] as number) + cpuNs;
    if (blockedNs > 0) lines.blockedNs[at] = (lines.blockedNs[at] as number) + blockedNs;
  }

  /** A CALLED syscall. */
  called(line: number, path: number, text: string): void {
    const file = Math.floor(line / LINES_PER_FILE);
    const at = line - file * LINES_PER_FILE;
    if (!isLine(line, file, at)) return;
    let lines = this.#files[file];
    if (lines === undefined || at >= lines.cpuNs.length) lines = this.#grow(file, at);
    lines.leaf[at] = this.#calls.reached(line, path, text);
  }

  /** Taking a request over from its connection: the server's work, and no line's. */
  accept(cpuNs: number): void {
    this.#acceptNs += cpuNs;
  }

  /** Most time first. */
  list(): LineProfileRecording {
    const lines: LineCpu[] = [];
    for (const [file, { cpuNs, blockedNs }] of this.#files.entries()) {
      for (const [at, ns] of cpuNs.entries()) {
        const blocked = blockedNs[at] as number;
        if (ns + blocked > 0) lines.push({ line: file * LINES_PER_FILE + at, cpuNs: ns, blockedNs: blocked });
      }
    }
    lines.sort((a, b) => b.cpuNs + b.blockedNs - (a.cpuNs + a.blockedNs) || a.line - b.line);
    return {
      lines,
      calls: this.#calls.list(),
      acceptNs: this.#acceptNs,
      elsewhereNs: this.#elsewhereNs,
      blockedElsewhereNs: this.#blockedElsewhereNs,
    };
  }

  #grow(file: number, line: number): FileLines {
    while (this.#files.length <= file) this.#files.push(EMPTY);
    const lines = this.#files[file] as FileLines;
    const size = Math.max(line + 1, lines.cpuNs.length * 2, 256);
    const larger = { cpuNs: new Float64Array(size), blockedNs: new Float64Array(size), leaf: new Int32Array(size).fill(-1) };
    larger.cpuNs.set(lines.cpuNs);
    larger.blockedNs.set(lines.blockedNs);
    larger.leaf.set(lines.leaf);
    this.#files[file] = larger;
    return larger;
  }
}

/** The guest is not trusted. */
function isLine(line: number, file: number, at: number): boolean {
  return line > 0 && at > 0 && file < MOST_FILES && Number.isInteger(line);
}
