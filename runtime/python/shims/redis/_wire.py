"""What crosses to the world's cache: commands and replies as JSON, byte strings as texts with one character a byte."""

import json

from redis.exceptions import (
    AuthenticationError,
    ConnectionError,
    DataError,
    ExecAbortError,
    NoScriptError,
    OutOfMemoryError,
    ReadOnlyError,
    ResponseError,
)

from surge import kernel

_ERRORS = {
    "ERR": ResponseError,
    "EXECABORT": ExecAbortError,
    "NOSCRIPT": NoScriptError,
    "OOM": OutOfMemoryError,
    "READONLY": ReadOnlyError,
    "NOAUTH": AuthenticationError,
}
_dumps = json.JSONEncoder(separators=(",", ":")).encode
_loads = json.loads


class Encoder:
    """Encodes values as redis-py does."""

    __slots__ = ("encoding", "encoding_errors", "decode_responses")

    def __init__(self, encoding, encoding_errors, decode_responses):
        self.encoding = encoding
        self.encoding_errors = encoding_errors
        self.decode_responses = decode_responses

    def encode(self, value):
        """Bytes of a value. Raises DataError."""
        if isinstance(value, (bytes, bytearray, memoryview)):
            return value
        if isinstance(value, bool) or not isinstance(value, (int, float, str)):
            raise DataError(f"Invalid input of type: '{type(value).__name__}'. Convert to a bytes, string, int or float first.")
        if isinstance(value, str):
            return value.encode(self.encoding, self.encoding_errors)
        return repr(value).encode()

    def decode(self, value, force=False):
        if (self.decode_responses or force) and isinstance(value, (bytes, memoryview)):
            value = bytes(value).decode(self.encoding, self.encoding_errors)
        return value

    def wire(self, value):
        """A value as one character a byte."""
        if type(value) is str and value.isascii():
            return value
        return bytes(self.encode(value)).decode("latin-1")

    def command(self, args):
        """A command's texts; a name of several words is several arguments."""
        wire = self.wire
        name = args[0]
        if type(name) is str and " " in name:
            return [*name.split(), *map(wire, args[1:])]
        return [*map(wire, args)]

    def reply(self, reply):
        """A reply as the client shows it; errors are exceptions, not raised."""
        if type(reply) is str:
            if self.decode_responses:
                return reply if reply.isascii() else reply.encode("latin-1").decode(self.encoding, self.encoding_errors)
            return reply.encode("latin-1")
        if reply is None or type(reply) is int:
            return reply
        if type(reply) is list:
            return [self.reply(item) for item in reply]
        if "error" in reply:
            return parse_error(reply["error"])
        if "integer" in reply:
            return int(reply["integer"])
        return self.reply(reply["ok"])


def pack(commands):
    return _dumps(commands)


def read(a, text):
    """Replies of a CACHE_CALL's completion."""
    if a:
        if a == 2:
            kernel.not_simulated(f"redis: {text}", "keys, strings, hashes, lists, sets, sorted sets, transactions, scripts of locks and rate limits")
        raise ConnectionError(text)
    return _loads(text)


def parse_error(text):
    code, _, message = text.partition(" ")
    found = _ERRORS.get(code)
    return ResponseError(text) if found is None else found(message, status_code=code)
