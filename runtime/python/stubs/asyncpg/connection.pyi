from . import Connection as Connection, connect as connect
