from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.http = httpx.AsyncClient()
    yield


app = FastAPI(lifespan=lifespan)


@app.get("/orders/{id}")
async def work(id: int):
    response = await app.state.http.get(f"http://limited.test/prices/{id}")
    response.raise_for_status()
    return response.json()
