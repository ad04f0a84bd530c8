"""inspect(): of a mapped class or object, or of the database behind a connection."""

from . import exc
from .engine.base import Connection, Engine
from .engine.driver import drive


class Inspector:
    """What programs ask of a database: which tables there are, and their columns."""

    def __init__(self, bind):
        self.bind = bind

    def _rows(self, sql, *args):
        async def ask(connection):
            return [record._row for record in (await connection._driver_execute(sql, args)).shared()]

        if isinstance(self.bind, Engine):
            with self.bind.connect() as connection:
                return drive(ask(connection))
        return drive(ask(self.bind))

    def get_table_names(self, schema=None, **kw):
        return [row[0] for row in self._rows(
            "SELECT table_name::text FROM information_schema.tables WHERE table_schema = $1 AND table_type = 'BASE TABLE' ORDER BY 1", schema or "public"
        )]

    def has_table(self, name, schema=None, **kw):
        return name in self.get_table_names(schema)

    def get_schema_names(self, **kw):
        return [row[0] for row in self._rows("SELECT nspname::text FROM pg_namespace WHERE nspname NOT LIKE 'pg_%' ORDER BY 1")]

    def get_columns(self, table_name, schema=None, **kw):
        rows = self._rows(
            "SELECT column_name::text, data_type::text, is_nullable = 'YES', column_default::text FROM information_schema.columns"
            " WHERE table_name = $1 AND table_schema = $2 ORDER BY ordinal_position", table_name, schema or "public",
        )
        return [{"name": name, "type": kind.upper(), "nullable": nullable, "default": default} for name, kind, nullable, default in rows]


def inspect(subject, raiseerr=True):
    if isinstance(subject, (Engine, Connection)):
        return Inspector(subject)
    if isinstance(subject, type):
        mapper = subject.__dict__.get("__mapper__")
        if mapper is not None:
            return mapper
    state = getattr(subject, "_sa_instance_state", None)
    if state is not None:
        return state
    insp = getattr(subject, "_aliased_insp", None)
    if insp is not None:
        return insp
    if hasattr(subject, "sync_engine"):
        raise exc.NoInspectionAvailable(
            "Inspection on an AsyncEngine is currently not supported. Please obtain a connection then use ``conn.run_sync`` to call inspect()"
            " using a mock inspection or similar callable within the greenlet-adapted context.", code="xd3s",
        )
    if not raiseerr:
        return None
    raise exc.NoInspectionAvailable(f"No inspection system is available for object of type {type(subject)}")
