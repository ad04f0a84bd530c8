"""Object identifiers of Postgres's built-in types (pg_type.dat)."""

BOOL, BYTEA, CHAR, NAME, INT8, INT2, INT4, TEXT, OID = 16, 17, 18, 19, 20, 21, 23, 25, 26
XID, CID, JSON, XML, FLOAT4, FLOAT8, UNKNOWN, MONEY = 28, 29, 114, 142, 700, 701, 705, 790
INET, CIDR, BPCHAR, VARCHAR, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, INTERVAL = 869, 650, 1042, 1043, 1082, 1083, 1114, 1184, 1186
TIMETZ, NUMERIC, RECORD, VOID, UUID, JSONB = 1266, 1700, 2249, 2278, 2950, 3802

NAMES = {
    BOOL: "bool", BYTEA: "bytea", CHAR: "char", NAME: "name", INT8: "int8", INT2: "int2", INT4: "int4", TEXT: "text", OID: "oid",
    XID: "xid", CID: "cid", JSON: "json", XML: "xml", FLOAT4: "float4", FLOAT8: "float8", UNKNOWN: "unknown", MONEY: "money",
    INET: "inet", CIDR: "cidr", BPCHAR: "bpchar", VARCHAR: "varchar", DATE: "date", TIME: "time", TIMESTAMP: "timestamp",
    TIMESTAMPTZ: "timestamptz", INTERVAL: "interval", TIMETZ: "timetz", NUMERIC: "numeric", RECORD: "record", VOID: "void",
    UUID: "uuid", JSONB: "jsonb",
}  # fmt: skip
BY_NAME = {name: oid for oid, name in NAMES.items()} | {
    "integer": INT4, "int": INT4, "bigint": INT8, "smallint": INT2, "boolean": BOOL, "real": FLOAT4, "decimal": NUMERIC,
}  # fmt: skip

# Array type -> type of its elements.
ELEMENT = {
    1000: BOOL, 1001: BYTEA, 1002: CHAR, 1003: NAME, 1016: INT8, 1005: INT2, 1007: INT4, 1009: TEXT, 1028: OID, 199: JSON, 143: XML,
    1021: FLOAT4, 1022: FLOAT8, 1041: INET, 651: CIDR, 1014: BPCHAR, 1015: VARCHAR, 1182: DATE, 1183: TIME, 1115: TIMESTAMP,
    1185: TIMESTAMPTZ, 1187: INTERVAL, 1270: TIMETZ, 1231: NUMERIC, 2951: UUID, 3807: JSONB,
}  # fmt: skip

# Built-in types whose Python values asyncpg builds from their binary form; the text form does not say enough, or nobody asked yet.
WITHOUT_CODEC = {
    600: "point", 601: "lseg", 602: "path", 603: "box", 604: "polygon", 628: "line", 718: "circle", 1560: "bit", 1562: "varbit",
    2249: "record", 2287: "record[]", 3904: "int4range", 3906: "numrange", 3908: "tsrange", 3910: "tstzrange", 3912: "daterange",
    3926: "int8range", 4451: "int4multirange", 4532: "nummultirange", 4536: "int8multirange",
}  # fmt: skip
SUPPORTED = "bool, integers, floats, numeric, text types, json, jsonb, uuid, date and time types, bytea, inet, and arrays of these"


def type_name(oid):
    if oid in ELEMENT:
        return f"{NAMES[ELEMENT[oid]]}[]"
    return NAMES.get(oid) or WITHOUT_CODEC.get(oid) or "text"
