"""Results as the database sends them, decoded once.

The database names equal results by the same id and sends the text of an id only once to an interpreter, so this cache
belongs to the interpreter and not to a worker. Records are shared between all who read the same result; columns that
hold lists are copied for each reader.
"""

from json import loads

from surge import kernel

from . import oids
from .decoding import decoder_of
from .record import Record, copy_record, make_record

# Result id -> Result. A text that arrives again for an id replaces what was here.
results = {}

# What a statement does to the session's transaction.
XACT_NONE, XACT_BEGIN, XACT_END = 0, 1, 2
_XACT = {
    "BEGIN": XACT_BEGIN,
    "START TRANSACTION": XACT_BEGIN,
    "COMMIT": XACT_END,
    "ROLLBACK": XACT_END,
    "PREPARE TRANSACTION": XACT_END,
}


class Result:
    __slots__ = ("names", "types", "raw", "count", "tag", "params", "xact", "_records", "mutable", "tuples")

    def __init__(self, text):
        fields = loads(text)
        columns = fields.get("columns") or []
        self.names = tuple(column[0] for column in columns)
        self.types = tuple(column[1] for column in columns)
        self.raw = fields.get("rows") or []
        self.count = len(self.raw)
        self.tag = fields.get("tag") or ""
        self.params = fields.get("params")
        self.xact = _XACT.get(self.tag, XACT_NONE)
        self.mutable = any(oid in oids.ELEMENT for oid in self.types)
        self._records = None
        # Rows as other drivers decode them, by driver.
        self.tuples = {}

    def shared(self):
        """All rows, decoded. Not to be changed, nor given out when mutable."""
        records = self._records
        if records is None:
            records = self._records = list(self.decode(Record, None, self.count))
        return records

    def rows(self):
        """All rows, the caller's to keep."""
        records = self.shared()
        return [copy_record(record) for record in records] if self.mutable else records[:]

    def first(self):
        record = self.shared()[0]
        return copy_record(record) if self.mutable else record

    def decode(self, record_class, codecs, limit):
        """Rows decoded anew: for a record class or codecs of one connection."""
        names = self.names
        decoders = [decoder_of(oid, codecs) for oid in self.types]
        for raw in self.raw[:limit]:
            row = tuple([value if value is None or decode is None else decode(value) for value, decode in zip(raw, decoders)])
            yield make_record(record_class, names, row)


def result_of(result_id, text):
    """The result of an answer; `text` is empty when the answer with this id came before."""
    if text:
        result = Result(text)
        if result_id:
            results[result_id] = result
        return result
    result = results.get(result_id)
    if result is None:
        result = results[result_id] = Result(kernel.result_texts[result_id])
    return result
