// Who called whom, out of a stage's recording: places become the functions that stand there, and what is too small to be seen
// counts to what is above it.
import type { CallRecording, LineProfileRecording } from '#engine/stage.ts';
import { CALL_KINDS, type CallKind, type CallReport } from './call-report.ts';
import { enclosingFunction } from './enclosing-function.ts';
import { placeOf } from './figures.ts';
import type { Submission } from './task.ts';

const NODES_MAX = 400;
/** A part of all that is less than a pixel. */
const SHARE_MIN = 0.0005;
const NAME_LENGTH_MAX = 120;
const LINES_PER_FILE = 100_000;

interface Node {
  readonly kind: CallKind;
  readonly name: string | null;
  readonly file: string | null;
  line: number;
  cpuNs: number;
  blockedNs: number;
  totalNs: number;
  readonly below: Map<string, Node>;
}

type Program = Pick<Submission, 'language' | 'files'>;

export function measureCalls(profile: LineProfileRecording, files: readonly string[], program: Program): CallReport {
  const root = node('all', null, null, 0);
  under(root, 'accept', null, null, 0).cpuNs += profile.acceptNs;
  const elsewhere = under(root, 'elsewhere', null, null, 0);
  elsewhere.cpuNs += profile.elsewhereNs;
  elsewhere.blockedNs += profile.blockedElsewhereNs;
  const source = new Source(files, program);
  const { calls } = profile;
  for (const leaf of calls.leaves) {
    const { name, file, line, text } = source.at(leaf.line);
    const path = pathOf(calls, leaf.frame).map((place) => source.at(place));
    // A line of a caller's, told as what it calls begins: the time is the line's.
    const own = path.findLastIndex((called) => called.name === name && called.file === file);
    let at = root;
    for (const called of own < 0 ? path : path.slice(0, own + 1)) at = call(at, called.name, called.file, called.line);
    at = call(at, name, file, line);
    at = under(at, 'line', text, file, line);
    if (leaf.kind !== 'own') at = under(at, leaf.kind, leaf.what, file, line);
    at.cpuNs += leaf.cpuNs;
    at.blockedNs += leaf.blockedNs;
  }
  // Of lines that the tree had no room for.
  const sum = (values: readonly { cpuNs: number; blockedNs: number }[]) => values.reduce((all, at) => all + at.cpuNs + at.blockedNs, 0);
  root.cpuNs += Math.max(0, sum(profile.lines) - sum(calls.leaves));
  total(root);
  return columns(kept(root));
}

const node = (kind: CallKind, name: string | null, file: string | null, line: number): Node => ({
  kind,
  name,
  file,
  line,
  cpuNs: 0,
  blockedNs: 0,
  totalNs: 0,
  below: new Map(),
});

/** A function that the one above calls; the same one if it is a part of it (a callback that has no name). */
function call(above: Node, name: string | null, file: string | null, line: number): Node {
  if (above.kind === 'function' && above.name === name && above.file === file) return above;
  return under(above, 'function', name, file, line, `function ${file} ${name}`);
}

function under(
  above: Node,
  kind: CallKind,
  name: string | null,
  file: string | null,
  line: number,
  key = `${kind} ${file} ${line} ${name}`,
): Node {
  let found = above.below.get(key);
  if (!found) {
    found = node(kind, name, file, line);
    above.below.set(key, found);
  }
  return found;
}

function total(at: Node): number {
  at.totalNs = at.cpuNs + at.blockedNs;
  for (const below of at.below.values()) at.totalNs += total(below);
  return at.totalNs;
}

/** The largest nodes, each after the one above it, the largest of its neighbours first; smaller ones are their upper's. */
function kept(root: Node): { readonly at: Node; readonly above: number }[] {
  const least = Math.max(root.totalNs * SHARE_MIN, limitOf(root));
  const list: { at: Node; above: number }[] = [];
  const walk = (at: Node, above: number): void => {
    list.push({ at, above });
    const index = list.length - 1;
    const below = [...at.below.values()].sort((a, b) => b.totalNs - a.totalNs || a.line - b.line || compare(a.name ?? '', b.name ?? ''));
    for (const each of below) {
      if (each.totalNs >= least && each.totalNs > 0) walk(each, index);
      else add(at, each);
    }
  };
  walk(root, -1);
  return list;
}

/** What the smallest of as many nodes takes as a report has room for. */
function limitOf(root: Node): number {
  const all: number[] = [];
  const walk = (at: Node): void => {
    all.push(at.totalNs);
    at.below.forEach(walk);
  };
  walk(root);
  return all.length <= NODES_MAX ? 0 : (all.sort((a, b) => b - a)[NODES_MAX - 1] as number) + 1;
}

function add(to: Node, small: Node): void {
  to.cpuNs += small.cpuNs;
  to.blockedNs += small.blockedNs;
  for (const below of small.below.values()) add(to, below);
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function columns(list: readonly { readonly at: Node; readonly above: number }[]): CallReport {
  const names: string[] = [];
  const files: string[] = [];
  const index = (table: string[], value: string | null) => {
    if (value === null) return -1;
    const known = table.indexOf(value);
    return known >= 0 ? known : table.push(value) - 1;
  };
  const toUs = (ns: number) => Math.round(ns / 1000);
  return {
    above: list.map(({ above }) => above),
    kind: list.map(({ at }) => CALL_KINDS.indexOf(at.kind)),
    name: list.map(({ at }) => index(names, at.name)),
    file: list.map(({ at }) => index(files, at.file)),
    line: list.map(({ at }) => at.line),
    cpuUs: list.map(({ at }) => toUs(at.cpuNs)),
    blockedUs: list.map(({ at }) => toUs(at.blockedNs)),
    names,
    files,
  };
}

function pathOf({ frames }: CallRecording, frame: number): number[] {
  const path: number[] = [];
  for (let at = frame; at > 0; at = frames[at]?.caller ?? 0) path.unshift(frames[at]?.place ?? 0);
  return path;
}

interface Standing {
  readonly name: string | null;
  readonly file: string | null;
  readonly line: number;
  readonly text: string;
}

/** What stands at a place of the program. */
class Source {
  readonly #files: readonly string[];
  readonly #program: Program;
  readonly #texts = new Map<string, string[]>();
  readonly #known = new Map<number, Standing>();

  constructor(files: readonly string[], program: Program) {
    this.#files = files;
    this.#program = program;
  }

  at(place: number): Standing {
    let found = this.#known.get(place);
    if (!found) {
      found = this.#look(place);
      this.#known.set(place, found);
    }
    return found;
  }

  #look(place: number): Standing {
    // Line 0 is the top of a file.
    const { file, line } = placeOf(Math.max(place, Math.floor(place / LINES_PER_FILE) * LINES_PER_FILE + 1), this.#files);
    if (file === null || line === null) return { name: null, file: null, line: 0, text: '' };
    const text = this.#textOf(file);
    const isTop = place % LINES_PER_FILE === 0;
    return {
      name: isTop ? null : enclosingFunction(text, line, this.#program.language),
      file,
      line,
      text: (text[line - 1] ?? '').trim().slice(0, NAME_LENGTH_MAX),
    };
  }

  #textOf(file: string): string[] {
    let text = this.#texts.get(file);
    if (!text) {
      text = (this.#program.files[file] ?? '').split('\n');
      this.#texts.set(file, text);
    }
    return text;
  }
}
