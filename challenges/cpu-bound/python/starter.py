"""GET /panels/{id}: a panel of a dashboard. GET /panels/{id}/latency: the percentiles that it shows."""

import os
import statistics
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI, HTTPException

DATABASE_URL = os.environ["DATABASE_URL"]

BLOCK = 1_000


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with asyncpg.create_pool(DATABASE_URL, min_size=10, max_size=10) as pool:
        app.state.pool = pool
        # Yesterday's latencies: a byte a sample, in steps of 10 ms.
        app.state.history = {row["service_id"]: row["samples"] for row in await pool.fetch("SELECT service_id, samples FROM history")}
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
        "p50": 10 * statistics.median_low(samples),
        "p95": 10 * ordered[count * 95 // 100 - 1],
        "p99": 10 * ordered[count * 99 // 100 - 1],
        "max": 10 * ordered[-1],
    }


@app.get("/panels/{panel_id}")
async def read_panel(panel_id: int):
    panel = await load_panel(panel_id)
    return {"panel": panel_id, "title": panel["title"], "service": panel["service_id"]}


@app.get("/panels/{panel_id}/latency")
async def read_latency(panel_id: int):
    panel = await load_panel(panel_id)
    first = panel["first_block"] * BLOCK
    samples = app.state.history[panel["service_id"]][first : first + panel["blocks"] * BLOCK]
    return {"panel": panel_id, **summarise(samples)}
