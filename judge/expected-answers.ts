// What is right, for every key of the load, over the time of a stage. The right bodies of all keys are asked in bulk when
// a stage begins and after each change that the world makes; after a change that the guest makes, key by key when needed.
// Invariant: a key's versions are in the order of time, and only the last one is still right.
import type { DatabasePort } from '#engine/database-port.ts';
import type { ExpectedBody } from './task.ts';

/** Keys per bulk query: bounds the size of one answer. Modelled. */
const KEYS_PER_QUERY = 5_000;
/** Accepted spellings kept per body; a program has one. */
const SPELLINGS_MAX = 4;

/** One right body. Bodies that were found equal are kept as text, so that the usual check is one string compare. */
export class RightBody {
  readonly text: string | null;
  #parsed: unknown;
  #isParsed = false;
  readonly #spellings: string[] = [];

  constructor(text: string | null) {
    this.text = text;
  }

  accepts(body: string): boolean {
    if (this.#spellings.includes(body)) return true;
    if (this.text === null) return false;
    if (!this.#isParsed) {
      this.#parsed = JSON.parse(this.text);
      this.#isParsed = true;
    }
    if (!isSameJson(parseJson(body), this.#parsed)) return false;
    if (this.#spellings.length < SPELLINGS_MAX) this.#spellings.push(body);
    return true;
  }
}

/** A body and when it stopped being right, virtual ns since the stage began. */
export interface BodyVersion {
  readonly body: RightBody;
  untilNs: number;
}

export class ExpectedAnswers {
  readonly #expected: ExpectedBody;
  readonly #keys: { readonly first: number; readonly count: number };
  readonly #database: DatabasePort;
  /** By how many world events had happened: the right bodies while the guest had written nothing. The same in every stage. */
  readonly #untouched: RightBody[][] = [];
  #versions: BodyVersion[][] = [];
  /** Database version at which a key was last looked at. */
  #seenVersion: number[] = [];

  constructor(expected: ExpectedBody, keys: { readonly first: number; readonly count: number }, database: DatabasePort) {
    this.#expected = expected;
    this.#keys = keys;
    this.#database = database;
  }

  get staleNs(): number {
    return this.#expected.staleMs * 1e6;
  }

  /** The database is as the schema made it. */
  startStage(): void {
    const start = this.#bulk(0, true);
    this.#versions = start.map((body) => [{ body, untilNs: Number.POSITIVE_INFINITY }]);
    this.#seenVersion = start.map(() => this.#database.version);
  }

  /** The world changed the data: `events` of its events have happened. `untouched`: the guest has written nothing so far. */
  noteWorldEvent(events: number, atNs: number, untouched: boolean): void {
    const now = this.#bulk(events, untouched);
    for (const [index, body] of now.entries()) {
      this.#add(index, body, atNs);
      this.#seenVersion[index] = this.#database.version;
    }
  }

  /** Versions of a key's body, oldest first, the last one right at `nowNs`. */
  versionsOf(key: number, nowNs: number): readonly BodyVersion[] {
    const index = key - this.#keys.first;
    const versions = this.#versions[index];
    if (versions === undefined) return [];
    if (this.#seenVersion[index] !== this.#database.version) {
      this.#seenVersion[index] = this.#database.version;
      // The guest wrote. When exactly is not known here: what was right counts as right until now, in the guest's favour.
      for (const body of this.#query(key, key)) this.#add(index, body, nowNs);
    }
    return versions;
  }

  #add(index: number, body: RightBody, atNs: number): void {
    const versions = this.#versions[index];
    const last = versions?.at(-1);
    if (versions === undefined || last === undefined || last.body.text === body.text) return;
    last.untilNs = atNs;
    // A value that comes back is the same body: its accepted spellings are known.
    const known = versions.find((version) => version.body.text === body.text)?.body ?? body;
    versions.push({ body: known, untilNs: Number.POSITIVE_INFINITY });
  }

  #bulk(events: number, untouched: boolean): RightBody[] {
    const known = untouched ? this.#untouched[events] : undefined;
    if (known !== undefined) return known;
    const bodies: RightBody[] = [];
    const end = this.#keys.first + this.#keys.count;
    for (let first = this.#keys.first; first < end; first += KEYS_PER_QUERY) {
      for (const body of this.#query(first, Math.min(first + KEYS_PER_QUERY, end) - 1)) bodies.push(body);
    }
    if (untouched) this.#untouched[events] = bodies;
    return bodies;
  }

  #query(first: number, last: number): RightBody[] {
    const sql = this.#expected.sql
      .trim()
      .replace(/;$/, '')
      .replace(/\$1(?!\d)/g, 'surge_load.key');
    const bulk = `SELECT (${sql})::text FROM generate_series(${first}, ${last}) AS surge_load(key) ORDER BY surge_load.key`;
    return this.#database.ownerQuery(bulk, []).map((text) => new RightBody(text));
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // undefined is equal to no JSON value.
    return undefined;
  }
}

/** Deep equality of parsed JSON: 1 and 1.0 are one number, the order of keys does not matter, the order of items does. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => isSameJson(item, b[i]));
  }
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => Object.hasOwn(right, key) && isSameJson(left[key], right[key]));
}
