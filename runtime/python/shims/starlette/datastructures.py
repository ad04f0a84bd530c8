from fastapi.requests import URL, Address, QueryParams, State
from fastapi.responses import MutableHeaders

Headers = MutableHeaders
