"""The dialect, as far as programs look at it."""


class PGDialect:
    name = "postgresql"
    driver = "psycopg2"
    _style = "pyformat"
    paramstyle = "pyformat"
    server_version_info = (18, 0)

    class identifier_preparer:
        @staticmethod
        def quote(name):
            from ...sql.compiler import quote

            return quote(name)


class PGDialect_asyncpg(PGDialect):
    driver = "asyncpg"
    _style = "asyncpg"
    paramstyle = "numeric_dollar"


def dialect(**options):
    return PGDialect()
