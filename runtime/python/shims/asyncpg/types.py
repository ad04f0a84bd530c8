"""Descriptions that asyncpg gives of types, statements and the server."""

import typing

__all__ = ("Type", "Attribute", "Range", "BitString", "Point", "Path", "Polygon", "Box", "Line", "LineSegment", "Circle", "ServerVersion")


class Type(typing.NamedTuple):
    oid: int
    name: str
    kind: str
    schema: str


class Attribute(typing.NamedTuple):
    name: str
    type: Type


class ServerVersion(typing.NamedTuple):
    major: int
    minor: int
    micro: int
    releaselevel: str
    serial: int


def _refuse(name):
    def make(cls, *args, **kwargs):
        from surge import kernel

        from .protocol.oids import SUPPORTED

        kernel.not_simulated(f"asyncpg.{name}", SUPPORTED)

    return type(name, (), {"__module__": "asyncpg.types", "__new__": make})


Range, BitString, Point, Path, Polygon, Box, Line, LineSegment, Circle = (
    _refuse(name) for name in ("Range", "BitString", "Point", "Path", "Polygon", "Box", "Line", "LineSegment", "Circle")
)
