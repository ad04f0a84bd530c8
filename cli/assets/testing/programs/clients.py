"""Correct uses of clients, drivers, caches and retries: nothing in them is to be marked."""

import redis.asyncio as redis
import redis.asyncio as aioredis
from redis.exceptions import ConnectionError
import psycopg, psycopg2, requests, aiohttp, cachetools
from psycopg.rows import dict_row
from psycopg2.extras import RealDictCursor
from psycopg2.pool import ThreadedConnectionPool
from tenacity import retry, stop_after_attempt, wait_exponential, wait_random, retry_if_exception_type, AsyncRetrying
from cachetools import TTLCache, cached

r = redis.Redis.from_url("redis://cache", decode_responses=True)
cache: TTLCache = TTLCache(maxsize=100, ttl=3)
other = TTLCache(100, 0.5)

@retry(stop=stop_after_attempt(3) | stop_after_attempt(2), wait=wait_exponential(multiplier=0.1, max=2) + wait_random(0, 1), retry=retry_if_exception_type(ConnectionError), reraise=True)
async def f():
    async with r.pipeline(transaction=True) as p:
        p.get("x").incr("y").expire("y", 3)
        a, b, c = await p.execute()
    pipe = r.pipeline()
    pipe.set("a", 1)
    await pipe.execute()
    v = await r.get("x")
    await r.set("x", "1", ex=3, nx=True)
    async with r.lock("a", timeout=3):
        pass
    print(v.upper(), await r.mget(["a", "b"]))
    async for attempt in AsyncRetrying(stop=stop_after_attempt(3)):
        with attempt:
            await r.incr("z")
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as s:
        async with s.get("http://x", params={"a": 1}) as resp:
            data = await resp.json()
            resp.raise_for_status()
        res = await s.post("http://x", json={})
        print(res.status, data["x"])
    other["k"] = v
    return other.get("k")

def g():
    with psycopg.connect("dsn", row_factory=dict_row) as conn:
        with conn.cursor() as cur:
            cur.execute("select %s", (1,))
            print(cur.fetchone()["a"])
        row = conn.execute("select 1").fetchone()
        print(row["x"])
    con = psycopg2.connect("dsn")
    with con.cursor(cursor_factory=RealDictCursor) as c:
        c.execute("select 1", [1])
        print(c.fetchone()["x"], [x["a"] for x in c.fetchall()])
    pool = ThreadedConnectionPool(1, 10, dsn="x")
    k = pool.getconn()
    pool.putconn(k)
    q = requests.get("http://x", timeout=(1, 2), params={"a": 1})
    q.raise_for_status()
    with requests.Session() as s:
        s.headers.update({"a": "b"})
        s.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=10))
        print(s.post("http://x", json={}).json()["a"])

async def h():
    async with await psycopg.AsyncConnection.connect("x") as c:
        cur = await c.execute("select 1")
        print(await cur.fetchone())
@cached(cache)
def k(a: int) -> int:
    return a
print(k(3) + 1)
import httpx
from async_lru import alru_cache
def sync():
    with httpx.Client(base_url="http://x") as c:
        print(c.get("/a").json()["x"])
    return httpx.get("http://x", timeout=3).raise_for_status().json()
@alru_cache(maxsize=3, ttl=1)
async def cachedf(a: int) -> int:
    return a
@alru_cache
async def cachedg(a: int) -> int:
    return a
async def z():
    print(await cachedf(3) + await cachedg(2))
