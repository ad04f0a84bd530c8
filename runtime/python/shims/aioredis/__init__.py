"""aioredis lives on as redis.asyncio; programs that still import it get the same client."""

from redis.asyncio import *
from redis.asyncio import __getattr__
from redis.asyncio import client, connection
from redis import exceptions
