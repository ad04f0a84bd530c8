"""sqlalchemy.future: the 2.0 style under its 1.4 address."""

from ..engine import Connection, Engine, create_engine
from ..sql.select import Select, select
