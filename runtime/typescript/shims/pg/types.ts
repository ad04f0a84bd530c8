// pg.types: which parser a type has. A process has its own parsers; those of a client or of one query come before them.
import { freezeClass } from '../../kernel/realm.ts';
import { notSimulated } from '../../kernel/worker.ts';
import { driver } from './driver.ts';
import { parseArray } from './parse-array.ts';
import type { Parse } from './text-parsers.ts';

/** What a program may hand in as `types`. */
export interface ParserSource {
  getTypeParser(oid: number, format?: string): Parse;
}

function readParser(format: unknown, parse: unknown): Parse {
  const given = typeof format === 'function' ? format : parse;
  if (typeof format === 'string' && format !== 'text') notSimulated(`pg: parsers of the format '${format}'`, "the format 'text'");
  return given as Parse;
}

/** The parsers of a client. */
export class TypeOverrides {
  readonly #source: ParserSource | null;
  readonly #own = new Map<number, Parse>();

  constructor(source?: ParserSource | null) {
    this.#source = source ?? null;
  }

  setTypeParser(oid: number, format: unknown, parse?: unknown): void {
    this.#own.set(Number(oid), readParser(format, parse));
  }

  getTypeParser(oid: number, format?: string): Parse {
    return (
      this.#own.get(Number(oid)) ?? (this.#source ? this.#source.getTypeParser(oid, format ?? 'text') : driver().types.get(Number(oid)))
    );
  }

  static isPlain(overrides: TypeOverrides): boolean {
    return overrides.#source === null && overrides.#own.size === 0;
  }
}

freezeClass(TypeOverrides);

const BUILTINS =
  `BOOL 16 BYTEA 17 CHAR 18 INT8 20 INT2 21 INT4 23 REGPROC 24 TEXT 25 OID 26 TID 27 XID 28 CID 29 JSON 114 XML 142 PG_NODE_TREE 194 SMGR 210 PATH 602
  POLYGON 604 CIDR 650 FLOAT4 700 FLOAT8 701 ABSTIME 702 RELTIME 703 TINTERVAL 704 CIRCLE 718 MACADDR8 774 MONEY 790 MACADDR 829 INET 869 ACLITEM 1033
  BPCHAR 1042 VARCHAR 1043 DATE 1082 TIME 1083 TIMESTAMP 1114 TIMESTAMPTZ 1184 INTERVAL 1186 TIMETZ 1266 BIT 1560 VARBIT 1562 NUMERIC 1700
  REFCURSOR 1790 REGPROCEDURE 2202 REGOPER 2203 REGOPERATOR 2204 REGCLASS 2205 REGTYPE 2206 UUID 2950 TXID_SNAPSHOT 2970 PG_LSN 3220
  PG_NDISTINCT 3361 PG_DEPENDENCIES 3402 TSVECTOR 3614 TSQUERY 3615 GTSVECTOR 3642 REGCONFIG 3734 REGDICTIONARY 3769 JSONB 3802 REGNAMESPACE 4089
  REGROLE 4096`.split(/\s+/);

/** pg.types of one process. */
export function makeTypes(): object {
  const builtins: Record<string, number> = {};
  for (let i = 0; i < BUILTINS.length; i += 2) builtins[BUILTINS[i] as string] = Number(BUILTINS[i + 1]);
  return {
    getTypeParser: (oid: unknown) => driver().types.get(Number(oid)),
    setTypeParser(oid: unknown, format: unknown, parse?: unknown) {
      driver().types.own.set(Number(oid), readParser(format, parse));
    },
    arrayParser: { create: (text: string, parse?: Parse) => ({ parse: () => parseArray(text, parse ?? null) }) },
    builtins,
  };
}
