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
    prices = []
    for item in range(id, id + 5):
        response = await app.state.http.get(f"http://prices.test/prices/{item}")
        prices.append(response.json()["price"])
    return {"total": sum(prices)}
