"""GET /panels/{id}: a panel of a dashboard. GET /panels/{id}/latency: the percentiles that it shows."""

import asyncio
import os
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI, HTTPException

DATABASE_URL = os.environ["DATABASE_URL"]

BLOCK = 1_000

# One core is the event loop's.
PROCESSES = max(1, (os.cpu_count() or 1) - 1)


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with asyncpg.create_pool(DATABASE_URL, min_size=10, max_size=10) as pool:
        app.state.pool = pool
        # Yesterday's latencies: a byte a sample, in steps of 10 ms.
        app.state.history = {row["service_id"]: row["samples"] for row in await pool.fetch("SELECT service_id, samples FROM history")}
        with ProcessPoolExecutor(max_workers=PROCESSES) as processes:
            app.state.processes = processes
            # They are started now, and not by the first requests that need them.
            await asyncio.gather(*(summarise_elsewhere(bytes(BLOCK)) for _ in range(PROCESSES)))
            yield


app = FastAPI(lifespan=lifespan)


async def load_panel(panel_id: int) -> asyncpg.Record:
    panel = await app.state.pool.fetchrow("SELECT title, service_id, first_block, blocks FROM panels WHERE id = $1", panel_id)
    if panel is None:
        raise HTTPException(status_code=404, detail="no such panel")
    return panel


def summarise(samples: bytes) -> dict:
    ordered = sorted(samples)
    count = len(ordered)
    return {
        "samples": count,
        "p50": 10 * ordered[count // 2 - 1],
        "p95": 10 * ordered[count * 95 // 100 - 1],
        "p99": 10 * ordered[count * 99 // 100 - 1],
        "max": 10 * ordered[-1],
    }


async def summarise_elsewhere(samples: bytes) -> dict:
    # Sent as bytes, which are pickled by a copy. What comes back is five numbers.
    return await asyncio.get_running_loop().run_in_executor(app.state.processes, summarise, samples)


@app.get("/panels/{panel_id}")
async def read_panel(panel_id: int):
    panel = await load_panel(panel_id)
    return {"panel": panel_id, "title": panel["title"], "service": panel["service_id"]}


@app.get("/panels/{panel_id}/latency")
async def read_latency(panel_id: int):
    panel = await load_panel(panel_id)
    first = panel["first_block"] * BLOCK
    samples = app.state.history[panel["service_id"]][first : first + panel["blocks"] * BLOCK]
    return {"panel": panel_id, **await summarise_elsewhere(samples)}
