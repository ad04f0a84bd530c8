"""The depot, which knows what doses are coming, and the health registry, which clears bookings."""

import os

import httpx

DEPOT_URL = os.environ["DEPOT_URL"]
REGISTRY_URL = os.environ["REGISTRY_URL"]
HEADERS = {"x-api-key": os.environ["PARTNER_SECRET"]}


client: httpx.AsyncClient


def connect() -> None:
    global client
    client = httpx.AsyncClient(headers=HEADERS, timeout=None)


async def doses_coming(lot_id: int) -> int:
    response = await client.get(f"{DEPOT_URL}/lots/{lot_id}")
    response.raise_for_status()
    return response.json()["doses"]


async def clear(number: str) -> str:
    response = await client.post(f"{REGISTRY_URL}/clearances/{number}")
    response.raise_for_status()
    return response.json()["clearance"]
