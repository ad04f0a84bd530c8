"""libpq's `options`: settings of the session, in the connection string or beside it."""

import json
import re
from urllib.parse import parse_qs

_SETTING = re.compile(r"(?:-c\s*|--)(\w[\w.-]*)=((?:\\.|\S)*)")


def with_options(dsn, settings):
    """The text of a DB_CONNECT: the address, and after \\x01 the settings as JSON."""
    options = settings.get("options")
    if options is None and "options=" in dsn:
        options = parse_qs(dsn.partition("?")[2]).get("options", [None])[0]
    found = {name.replace("-", "_"): re.sub(r"\\(.)", r"\1", value) for name, value in _SETTING.findall(options or "")}
    return f"{dsn}\x01{json.dumps(found)}" if found else dsn
