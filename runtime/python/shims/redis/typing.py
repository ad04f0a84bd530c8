"""The names of redis.typing that programs and the library's own files import."""

from typing import Any, Union

Number = Union[int, float]
EncodedT = Union[bytes, bytearray, memoryview]
DecodedT = Union[str, int, float]
EncodableT = Union[EncodedT, DecodedT]
KeyT = Union[bytes, str, memoryview]
FieldT = EncodableT
ResponseT = Any
