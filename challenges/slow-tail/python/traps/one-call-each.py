"""GET /trains/{id}: every request asks for itself, so that none waits for the slow call of another."""

import os
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI

DISPATCH_URL = os.environ["DISPATCH_URL"]


class Dispatch:
    """The dispatch system. Each request has a call of its own."""

    def __init__(self, client: httpx.AsyncClient):
        self.client = client

    async def train(self, train_id: int) -> dict:
        response = await self.client.get(f"{DISPATCH_URL}/trains/{train_id}")
        response.raise_for_status()
        return response.json()


@asynccontextmanager
async def lifespan(app: FastAPI):
    limits = httpx.Limits(max_connections=200, max_keepalive_connections=100)
    async with httpx.AsyncClient(limits=limits) as client:
        app.state.dispatch = Dispatch(client)
        yield


app = FastAPI(lifespan=lifespan)


@app.get("/trains/{train_id}")
async def read_train(train_id: int):
    train = await app.state.dispatch.train(train_id)
    return {
        "train": train["id"],
        "platform": train["platform"],
        "delay": train["delay"],
        "departs": train["planned"] + train["delay"],
    }
