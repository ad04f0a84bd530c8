"""GET /players/{id}: with a circuit breaker before the leaderboard service, and the copy when it is open."""

import asyncio
import os
import time
from contextlib import asynccontextmanager

import asyncpg
import httpx
from fastapi import FastAPI, HTTPException

DATABASE_URL = os.environ["DATABASE_URL"]
LEADERBOARD_URL = os.environ["LEADERBOARD_URL"]

# Of 1,000 calls one takes more than 40 ms.
TIMEOUT_S = 0.08
# The bulkhead: 1,250 calls/s of 15 ms are 19 at once. Beyond twice as many nobody waits for a place.
MAX_CALLS = 40
# The breaker. Scores may be 250 ms old, so it has to find out soon that the service is back.
FAILURES_TO_OPEN = 5
OPEN_S = 0.05

PLAYER_SQL = """
    SELECT p.name, p.level, c.score AS copied_score
    FROM players p
    JOIN score_copies c ON c.player_id = p.id
    WHERE p.id = $1
"""


class Breaker:
    """Closed: calls go through. Open: none does. Then one at a time tries whether the service is back."""

    def __init__(self):
        self.failures = 0
        self.open_until = 0.0

    def allows(self) -> bool:
        if self.failures < FAILURES_TO_OPEN:
            return True
        now = time.monotonic()
        if now < self.open_until:
            return False
        # This one tries; the others are turned away until it is known how it went.
        self.open_until = now + TIMEOUT_S
        return True

    def succeeded(self) -> None:
        self.failures = 0

    def failed(self) -> None:
        self.failures += 1
        if self.failures == FAILURES_TO_OPEN:
            self.open_until = time.monotonic() + OPEN_S


class Leaderboard:
    """Live scores; None when the copy has to do."""

    def __init__(self, client: httpx.AsyncClient):
        self.client = client
        self.breaker = Breaker()
        self.calls = 0

    async def score(self, player_id: int) -> int | None:
        if self.calls >= MAX_CALLS or not self.breaker.allows():
            return None
        self.calls += 1
        try:
            score = await self.call(player_id)
            self.breaker.succeeded()
            return score
        except (TimeoutError, httpx.HTTPError):
            self.breaker.failed()
            return None
        finally:
            self.calls -= 1

    async def call(self, player_id: int) -> int:
        async with asyncio.timeout(TIMEOUT_S):
            response = await self.client.get(f"{LEADERBOARD_URL}/scores/{player_id}")
        response.raise_for_status()
        return response.json()["score"]


@asynccontextmanager
async def lifespan(app: FastAPI):
    limits = httpx.Limits(max_connections=200, max_keepalive_connections=100)
    async with (
        asyncpg.create_pool(DATABASE_URL, min_size=12, max_size=12) as pool,
        httpx.AsyncClient(limits=limits, timeout=5.0) as client,
    ):
        app.state.pool = pool
        app.state.leaderboard = Leaderboard(client)
        yield


app = FastAPI(lifespan=lifespan)


@app.get("/players/{player_id}")
async def read_player(player_id: int):
    player = await app.state.pool.fetchrow(PLAYER_SQL, player_id)
    if player is None:
        raise HTTPException(status_code=404, detail="no such player")
    score = await app.state.leaderboard.score(player_id)
    return {
        "player": player_id,
        "name": player["name"],
        "level": player["level"],
        "score": player["copied_score"] if score is None else score,
    }
