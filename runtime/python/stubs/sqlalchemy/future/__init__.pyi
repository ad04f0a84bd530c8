from ..engine import Connection as Connection, Engine as Engine, create_engine as create_engine
from ..sql.select import Select as Select, select as select
