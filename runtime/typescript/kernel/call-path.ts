// Along which functions of the user's something is called: the profile's call tree. Compiled code says when a function is entered and left
// (compiler/call-paths.ts); an async function goes on along the path on which it was called, a callback on that of its `then`.

/** As many paths as are told apart, and functions in one. */
const MOST_PATHS = 5_000;
const DEEPEST = 64;

export class CallPath {
  /** The engine's name of it; 0: nobody called. */
  readonly number: number;
  readonly #place: number;
  readonly #caller: CallPath | null;
  readonly #depth: number;
  #last: CallPath | null = null;
  readonly #callees = new Map<number, CallPath>();

  constructor(number: number, place: number, caller: CallPath | null) {
    this.number = number;
    this.#place = place;
    this.#caller = caller;
    this.#depth = caller ? caller.#depth + 1 : 0;
  }

  /** A function that begins at this place is called from here. One that calls itself counts once. */
  to(place: number): CallPath {
    const last = this.#last;
    if (last !== null && last.#place === place) return last;
    if (this.#place === place) return this;
    const known = this.#callees.get(place) ?? this.#make(place);
    this.#last = known;
    return known;
  }

  #make(place: number): CallPath {
    if (made >= MOST_PATHS || this.#depth >= DEEPEST) return this;
    const path = new CallPath(++made, place, this);
    this.#callees.set(place, path);
    return path;
  }

  /** Where its functions begin, the outermost first. */
  places(): string {
    return this.#caller?.number ? `${this.#caller.places()},${this.#place}` : `${this.#place}`;
  }

  forget(): void {
    this.#last = null;
    this.#callees.clear();
  }
}

let made = 0;
/** Nobody called: the loop did. */
export const NOBODY = new CallPath(0, -1, null);

/** Line -> the path that was told of it last; and the paths that the engine knows. */
const told = new Map<number, CallPath>();
let lastLine = -1;
let lastPath = NOBODY;
const known = new Set<CallPath>();

/** A program is loaded. */
export function forgetPaths(): void {
  made = 0;
  NOBODY.forget();
  told.clear();
  lastLine = -1;
  lastPath = NOBODY;
  known.clear();
}

/** Whether the engine has to be told that the line is called along this path now. It is asked at every syscall: mostly the same line again. */
export function isNews(line: number, path: CallPath): boolean {
  if (path === NOBODY || (line === lastLine && path === lastPath)) return false;
  lastLine = line;
  lastPath = path;
  if (told.get(line) === path) return false;
  told.set(line, path);
  return true;
}

/** What the path is called by; empty if the engine knows. */
export function namePath(path: CallPath): string {
  if (known.has(path)) return '';
  known.add(path);
  return path.places();
}
