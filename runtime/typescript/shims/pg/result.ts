// Results. The world names equal answers by an id, so an answer is read once: what its rows share stays here, and each reader gets rows of its own,
// made by a constructor of the result's shape.
import { evaluate, freezeClass } from '../../kernel/realm.ts';
import { charge, worker } from '../../kernel/worker.ts';
import { defaultParser, OBJECT_PARSERS, type Parse, SIMPLE_PARSERS } from './text-parsers.ts';
import type { ParserSource } from './types.ts';

type Values = readonly unknown[];

export class Field {
  readonly name: string;
  readonly tableID = 0;
  readonly columnID = 0;
  readonly dataTypeID: number;
  readonly dataTypeSize: number;
  readonly dataTypeModifier = -1;
  readonly format = 'text';

  constructor(name: string, oid: number) {
    this.name = name;
    this.dataTypeID = oid;
    this.dataTypeSize = SIZES[oid] ?? -1;
  }
}

const SIZES: Readonly<Record<number, number>> = Object.fromEntries(
  '16:1 18:1 19:64 20:8 21:2 23:4 26:4 600:16 700:4 701:8 718:24 790:8 1082:4 1083:8 1114:8 1184:8 1186:16 1266:12 2950:16'
    .split(' ')
    .map((pair) => pair.split(':').map(Number)),
);

/** Columns of results, with constructors of their rows. */
interface Shape {
  readonly fields: readonly Field[];
  /** A row as an object: of decoded values, with a parser for each column whose values are objects. */
  readonly copy: (values: Values, parsers: readonly Parse[]) => object;
  readonly copyArray: (values: Values, parsers: readonly Parse[]) => unknown[];
  /** A row of values as they are. */
  readonly plain: (values: Values) => object;
  readonly parsers: readonly Parse[];
}

interface Answer {
  readonly columns: readonly (readonly [name: string, oid: number])[];
  readonly rows: readonly (readonly (string | null)[])[];
  readonly tag: string;
  /** Results of the earlier commands of the same text. */
  readonly earlier?: readonly Answer[];
}

const TAG = /^([A-Za-z]+)(?: (\d+))?(?: (\d+))?/;
const MOST_SHAPES = 10_000;
const MOST_ANSWERS = 200_000;
const shapes = new Map<string, Shape>();
/** By the id of the answer. Nothing in it is handed out but numbers, text and frozen fields. */
const answers = new Map<number, Decoded>();

export class Result {
  command: string | null;
  rowCount: number | null;
  oid: number | null;
  rows: unknown[];
  fields: Field[];
  RowCtor = null;
  rowAsArray: boolean;

  constructor(decoded: Decoded, rows: unknown[], asArray: boolean) {
    this.command = decoded.command;
    this.rowCount = decoded.rowCount;
    this.oid = decoded.oid;
    this.rows = rows;
    this.fields = listOf(decoded.shape.fields);
    this.rowAsArray = asArray;
  }
}

/** A list of the caller's own. The methods of arrays are slow in a frozen realm. */
function listOf<Item>(items: readonly Item[]): Item[] {
  const { length } = items;
  const list: Item[] = new Array(length);
  for (let i = 0; i < length; i++) list[i] = items[i] as Item;
  return list;
}

for (const kind of [Field, Result]) freezeClass(kind);

export class Decoded {
  readonly text: string;
  readonly shape: Shape;
  readonly command: string | null = null;
  readonly rowCount: number | null = null;
  readonly oid: number | null = null;
  /** Rows whose simple values are decoded. */
  readonly #rows: Values[];
  readonly #raw: Answer['rows'];
  readonly #earlier: readonly Decoded[];

  constructor(text: string, { columns, rows, tag, earlier = [] }: Answer) {
    this.text = text;
    this.shape = shapeOf(columns);
    this.#raw = rows;
    const simple = columns.map(([, oid]) => SIMPLE_PARSERS.get(oid) ?? null);
    this.#rows = simple.every((parse) => parse === null)
      ? rows.slice()
      : rows.map((row) => row.map((value, i) => (value === null || !simple[i] ? value : (simple[i] as Parse)(value))));
    const match = TAG.exec(tag);
    if (match) {
      this.command = match[1] as string;
      if (match[3] !== undefined) this.oid = Number(match[2]);
      if (match[2] !== undefined) this.rowCount = Number(match[3] ?? match[2]);
    }
    this.#earlier = earlier.map((each) => new Decoded('', each));
  }

  /** The caller's own result; of several commands a list of them. parsers: the program's own; null: it has none. CPU for each row is charged. */
  results(asArray: boolean, parsers: ParserSource | null): Result | Result[] {
    const last = this.#result(asArray, parsers);
    return this.#earlier.length === 0 ? last : [...this.#earlier.map((each) => each.#result(asArray, parsers)), last];
  }

  #result(asArray: boolean, parsers: ParserSource | null): Result {
    const { length } = this.#rows;
    if (length > 0) charge(length * worker().options.costs.databaseRow);
    return new Result(this, parsers === null ? this.#copies(asArray) : this.#parsed(asArray, parsers), asArray);
  }

  #copies(asArray: boolean): unknown[] {
    const rows = this.#rows;
    const { copy, copyArray, parsers } = this.shape;
    const made = new Array(rows.length);
    const make = asArray ? copyArray : copy;
    for (let i = 0; i < rows.length; i++) made[i] = make(rows[i] as Values, parsers);
    return made;
  }

  /** With parsers of the program's own. */
  #parsed(asArray: boolean, source: ParserSource): unknown[] {
    const { fields, plain } = this.shape;
    const parsers = fields.map((field) => source.getTypeParser(field.dataTypeID, 'text'));
    return this.#raw.map((row) => {
      const values = row.map((value, i) => (value === null ? null : (parsers[i] as Parse)(value)));
      return asArray ? values : plain(values);
    });
  }
}

/** The answer with this id; 0: one that has none. */
export function decodedOf(id: number, text: string): Decoded {
  if (id !== 0) {
    const known = answers.get(id);
    // Ids begin anew with each run.
    if (known && known.text === text) return known;
  }
  const decoded = new Decoded(text, JSON.parse(text) as Answer);
  if (answers.size >= MOST_ANSWERS) answers.clear();
  if (id !== 0) answers.set(id, decoded);
  return decoded;
}

function shapeOf(columns: Answer['columns']): Shape {
  const key = JSON.stringify(columns);
  const known = shapes.get(key);
  if (known) return known;
  if (shapes.size >= MOST_SHAPES) shapes.clear();
  // Of two columns with one name the last one counts, in the place of the first.
  const names = columns.map(([name]) => (name === '__proto__' ? '["__proto__"]' : JSON.stringify(name)));
  const copied = columns.map(([, oid], i) => (OBJECT_PARSERS.has(oid) ? `v[${i}] === null ? null : p[${i}](v[${i}])` : `v[${i}]`));
  const object = (values: readonly string[]) => `({ ${names.map((name, i) => `${name}: ${values[i]}`).join(', ')} })`;
  const shape: Shape = {
    fields: columns.map(([name, oid]) => Object.freeze(new Field(name, oid))),
    copy: evaluate(`function (v, p) { return ${object(copied)}; }`) as Shape['copy'],
    copyArray: evaluate(`function (v, p) { return [${copied.join(', ')}]; }`) as Shape['copyArray'],
    plain: evaluate(`function (v) { return ${object(columns.map((_, i) => `v[${i}]`))}; }`) as Shape['plain'],
    parsers: columns.map(([, oid]) => defaultParser(oid)),
  };
  shapes.set(key, shape);
  return shape;
}
