"""GET /panels/{id}: a panel of a dashboard. GET /panels/{id}/latency: the percentiles that it shows."""

import os
from bisect import bisect_left
from collections import Counter
from contextlib import asynccontextmanager
from itertools import accumulate
from operator import add, sub

import asyncpg
from fastapi import FastAPI, HTTPException

DATABASE_URL = os.environ["DATABASE_URL"]

BLOCK = 1_000
VALUES = 200


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with asyncpg.create_pool(DATABASE_URL, min_size=10, max_size=10) as pool:
        app.state.pool = pool
        # Yesterday's latencies: a byte a sample, in steps of 10 ms. They do not change any more.
        history = await pool.fetch("SELECT service_id, samples FROM history")
        app.state.counts = {service["service_id"]: count_up(service["samples"]) for service in history}
        yield


app = FastAPI(lifespan=lifespan)


async def load_panel(panel_id: int) -> asyncpg.Record:
    panel = await app.state.pool.fetchrow("SELECT title, service_id, first_block, blocks FROM panels WHERE id = $1", panel_id)
    if panel is None:
        raise HTTPException(status_code=404, detail="no such panel")
    return panel


def count_up(samples: bytes) -> list[list[int]]:
    """How many samples of each value come before each block."""
    counts = [[0] * VALUES]
    for first in range(0, len(samples), BLOCK):
        block = Counter(samples[first : first + BLOCK])
        counts.append(list(map(add, counts[-1], map(block.__getitem__, range(VALUES)))))
    return counts


def summarise(before: list[int], after: list[int]) -> dict:
    reached = list(accumulate(map(sub, after, before)))
    count = reached[-1]
    return {
        "samples": count,
        "p50": 10 * bisect_left(reached, count // 2),
        "p95": 10 * bisect_left(reached, count * 95 // 100),
        "p99": 10 * bisect_left(reached, count * 99 // 100),
        "max": 10 * bisect_left(reached, count),
    }


@app.get("/panels/{panel_id}")
async def read_panel(panel_id: int):
    panel = await load_panel(panel_id)
    return {"panel": panel_id, "title": panel["title"], "service": panel["service_id"]}


@app.get("/panels/{panel_id}/latency")
async def read_latency(panel_id: int):
    panel = await load_panel(panel_id)
    counts = app.state.counts[panel["service_id"]]
    first = panel["first_block"]
    return {"panel": panel_id, **summarise(counts[first], counts[first + panel["blocks"]])}
