"""Values of Postgres as psycopg and psycopg2 give them; what asyncpg gives differs in a few types."""

import json

from asyncpg.protocol import oids
from asyncpg.protocol.decoding import DECODERS, parse_array
from surge import kernel

_TEXT = {oids.CHAR: None, oids.VOID: None, oids.FLOAT4: float, oids.JSON: json.loads, oids.JSONB: json.loads}
# psycopg: values as asyncpg's, but texts for "char", doubles for float4, parsed JSON.
PSYCOPG = {**DECODERS, **_TEXT}
# psycopg2 leaves uuid and network addresses as text, and gives bytea as memoryview.
PSYCOPG2 = {
    **PSYCOPG,
    oids.UUID: None,
    oids.INET: None,
    oids.CIDR: None,
    oids.BYTEA: lambda text: memoryview(DECODERS[oids.BYTEA](text)),
}
# Columns whose values the caller may change.
_MUTABLE = frozenset((oids.JSON, oids.JSONB, *oids.ELEMENT))


def decoder_of(oid, decoders, driver):
    element = oids.ELEMENT.get(oid)
    if element is not None:
        decode = decoder_of(element, decoders, driver)
        return lambda text: parse_array(text, decode)
    if oid in oids.WITHOUT_CODEC:
        kernel.not_simulated(f"{driver}: values of type {oids.WITHOUT_CODEC[oid]} (cast the column to text)", oids.SUPPORTED)
    return decoders.get(oid)


def rows_of(result, decoders, driver):
    """The rows of a result as tuples, in a list of the caller's own. driver: its name, which also keys what is remembered."""
    remembered = result.tuples.get(driver)
    if remembered is None:
        row_decoders = [decoder_of(oid, decoders, driver) for oid in result.types]
        remembered = [
            tuple([value if value is None or decode is None else decode(value) for value, decode in zip(raw, row_decoders)])
            for raw in result.raw
        ]
        if not _MUTABLE.isdisjoint(result.types):
            return remembered
        result.tuples[driver] = remembered
    return remembered[:]


def row_count(tag):
    """Rows that a command touched, from its tag; -1 for commands that have none."""
    number = tag.rpartition(" ")[2]
    return int(number) if number.isdigit() else -1
