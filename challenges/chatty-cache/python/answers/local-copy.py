"""GET /flags/{tenant}: which features are switched on for a tenant, from a copy in the worker that is at most a quarter of a second old."""

import asyncio
import os
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI

CONSOLE_URL = os.environ["CONSOLE_URL"]

# How often the console is asked what has changed. A flag may be half a second old.
POLL_SECONDS = 0.2


class Flags:
    """All flags of all tenants, in this worker's memory: a thousand of them."""

    def __init__(self, console: httpx.AsyncClient):
        self.console = console
        self.version = 0
        self.tenants: dict[int, dict[str, bool]] = {}

    async def renew(self) -> None:
        response = await self.console.get("/changes", params={"since": self.version})
        response.raise_for_status()
        changes = response.json()
        for change in changes["flags"]:
            self.tenants.setdefault(change["tenant"], {})[change["flag"]] = change["on"]
        self.version = changes["version"]

    async def run(self) -> None:
        while True:
            await asyncio.sleep(POLL_SECONDS)
            await self.renew()


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with httpx.AsyncClient(base_url=CONSOLE_URL, timeout=httpx.Timeout(5.0)) as console:
        flags = Flags(console)
        await flags.renew()
        renewing = asyncio.create_task(flags.run())
        app.state.flags = flags
        yield
        renewing.cancel()


app = FastAPI(lifespan=lifespan)


@app.get("/flags/{tenant}")
async def read_flags(tenant: int):
    return {"tenant": tenant, "flags": app.state.flags.tenants[tenant]}
