"""GET /flags/{tenant}: which features are switched on for a tenant, all asked for at once."""

import asyncio
import os
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI
from redis.asyncio import BlockingConnectionPool, Redis

CONSOLE_URL = os.environ["CONSOLE_URL"]
REDIS_URL = os.environ["REDIS_URL"]

# Beyond so many, who wants a connection waits for one.
REDIS_CONNECTIONS = 50

AREAS = ["home", "search", "product", "cart", "checkout", "payment", "delivery", "account", "reviews", "support"]
PARTS = ["layout", "ranking", "texts", "pictures", "tracking"]
FLAGS = [f"{area}-{part}" for area in AREAS for part in PARTS]

# How often the console is asked what has changed. A flag may be half a second old.
POLL_SECONDS = 0.2


class Publisher:
    """Copies what changes in the console to Redis. Every worker does it: writing the same twice does no harm."""

    def __init__(self, console: httpx.AsyncClient, redis: Redis):
        self.console = console
        self.redis = redis
        self.version = 0

    async def publish_changes(self) -> None:
        response = await self.console.get("/changes", params={"since": self.version})
        response.raise_for_status()
        changes = response.json()
        if changes["flags"]:
            await self.redis.mset({f"flag:{c['tenant']}:{c['flag']}": "on" if c["on"] else "off" for c in changes["flags"]})
        self.version = changes["version"]

    async def run(self) -> None:
        while True:
            await asyncio.sleep(POLL_SECONDS)
            await self.publish_changes()


@asynccontextmanager
async def lifespan(app: FastAPI):
    pool = BlockingConnectionPool.from_url(REDIS_URL, decode_responses=True, max_connections=REDIS_CONNECTIONS)
    async with (
        httpx.AsyncClient(base_url=CONSOLE_URL, timeout=httpx.Timeout(5.0)) as console,
        Redis.from_pool(pool) as redis,
    ):
        publisher = Publisher(console, redis)
        await publisher.publish_changes()
        publishing = asyncio.create_task(publisher.run())
        app.state.redis = redis
        yield
        publishing.cancel()


app = FastAPI(lifespan=lifespan)


@app.get("/flags/{tenant}")
async def read_flags(tenant: int):
    values = await asyncio.gather(*(app.state.redis.get(f"flag:{tenant}:{flag}") for flag in FLAGS))
    return {"tenant": tenant, "flags": {flag: value == "on" for flag, value in zip(FLAGS, values)}}
