"""Database URLs."""

import re
import urllib.parse

from .. import exc

_PATTERN = re.compile(
    r"""(?P<name>[\w\+]+)://
        (?:(?P<username>[^:/]*)(?::(?P<password>[^@]*))?@)?
        (?:(?:\[(?P<ipv6host>[^/\?]+)\]|(?P<ipv4host>[^/:\?]+))?(?::(?P<port>[^/\?]*))?)?
        (?:/(?P<database>[^\?]*))?(?:\?(?P<query>.*))?""",
    re.X,
)


class URL:
    __slots__ = ("drivername", "username", "password", "host", "port", "database", "query")

    def __init__(self, drivername, username, password, host, port, database, query):
        self.drivername = drivername
        self.username = username
        self.password = password
        self.host = host
        self.port = port
        self.database = database
        self.query = query or {}

    @classmethod
    def create(cls, drivername, username=None, password=None, host=None, port=None, database=None, query=None):
        return cls(drivername, username, password, host, None if port is None else int(port), database, dict(query or {}))

    def set(self, **changes):
        values = {name: getattr(self, name) for name in self.__slots__}
        values.update({name: value for name, value in changes.items() if value is not None})
        return URL(**values)

    def update_query_dict(self, values, append=False):
        return self.set(query={**self.query, **values})

    def get_backend_name(self):
        return self.drivername.split("+")[0]

    def get_driver_name(self):
        return self.drivername.split("+")[1] if "+" in self.drivername else "psycopg2"

    def render_as_string(self, hide_password=True):
        text = f"{self.drivername}://"
        if self.username is not None:
            text += urllib.parse.quote(self.username, safe=" +")
            if self.password is not None:
                text += ":" + ("***" if hide_password else urllib.parse.quote(str(self.password), safe=" +"))
            text += "@"
        if self.host is not None:
            text += f"[{self.host}]" if ":" in self.host else self.host
        if self.port is not None:
            text += f":{self.port}"
        if self.database is not None:
            text += f"/{self.database}"
        if self.query:
            text += "?" + urllib.parse.urlencode(self.query)
        return text

    def __str__(self):
        return self.render_as_string()

    __repr__ = __str__

    def __eq__(self, other):
        return isinstance(other, URL) and all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    def __hash__(self):
        return hash(self.render_as_string(False))


def make_url(name_or_url):
    if isinstance(name_or_url, URL):
        return name_or_url
    match = _PATTERN.match(name_or_url) if isinstance(name_or_url, str) else None
    if match is None:
        raise exc.ArgumentError(
            "Could not parse SQLAlchemy URL from given URL string" if isinstance(name_or_url, str)
            else f"Expected string or URL object, got {name_or_url!r}"
        )
    parts = match.groupdict()
    unquote = urllib.parse.unquote
    port = parts["port"]
    return URL(
        parts["name"],
        None if parts["username"] is None else unquote(parts["username"]),
        None if parts["password"] is None else unquote(parts["password"]),
        parts["ipv4host"] or parts["ipv6host"],
        int(port) if port else None,
        parts["database"],
        dict(urllib.parse.parse_qsl(parts["query"])) if parts["query"] else {},
    )
