// CPU by line of the user's code: each syscall's CPU, from the one before it to its own end, is its line's.
import type { LineCpu, LineProfileRecording } from './stage.ts';

const LINES_PER_FILE = 100_000;
/** More files than this have no lines of their own. */
const MOST_FILES = 200;

interface FileLines {
  cpuNs: Float64Array;
  blockedNs: Float64Array;
}

export class LineProfile {
  readonly #files: FileLines[] = [];
  #acceptNs = 0;
  #elsewhereNs = 0;
  #blockedElsewhereNs = 0;

  add(line: number, cpuNs: number, blockedNs: number): void {
    const file = line < LINES_PER_FILE ? 0 : Math.floor(line / LINES_PER_FILE);
    const at = line - file * LINES_PER_FILE;
    // The guest is not trusted.
    if (!(line > 0) || at === 0 || !(file < MOST_FILES) || !Number.isInteger(line)) {
      this.#elsewhereNs += cpuNs;
      this.#blockedElsewhereNs += blockedNs;
      return;
    }
    let lines = this.#files[file];
    if (lines === undefined || at >= lines.cpuNs.length) lines = this.#grow(file, at);
    lines.cpuNs[at] = (lines.cpuNs[at] as number) + cpuNs;
    if (blockedNs > 0) lines.blockedNs[at] = (lines.blockedNs[at] as number) + blockedNs;
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
    return { lines, acceptNs: this.#acceptNs, elsewhereNs: this.#elsewhereNs, blockedElsewhereNs: this.#blockedElsewhereNs };
  }

  #grow(file: number, line: number): FileLines {
    while (this.#files.length <= file) this.#files.push({ cpuNs: new Float64Array(256), blockedNs: new Float64Array(256) });
    const lines = this.#files[file] as FileLines;
    if (line < lines.cpuNs.length) return lines;
    const size = Math.max(line + 1, lines.cpuNs.length * 2);
    const larger = { cpuNs: new Float64Array(size), blockedNs: new Float64Array(size) };
    larger.cpuNs.set(lines.cpuNs);
    larger.blockedNs.set(lines.blockedNs);
    this.#files[file] = larger;
    return larger;
  }
}
