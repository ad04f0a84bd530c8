import asyncio
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.http = httpx.AsyncClient()
    yield


app = FastAPI(lifespan=lifespan)
limit = asyncio.Semaphore(3)


@app.get("/orders/{id}")
async def work(id: int):
    async with limit:
        response = await app.state.http.get(f"http://prices.test/prices/{id}")
    return response.json()
