"""The depot, which knows what doses are coming, and the health registry, which clears bookings."""

import os

import httpx

DEPOT_URL = os.environ["DEPOT_URL"]
REGISTRY_URL = os.environ["REGISTRY_URL"]
HEADERS = {"x-api-key": os.environ["PARTNER_SECRET"]}


def new_client() -> httpx.AsyncClient:
    return httpx.AsyncClient(headers=HEADERS, timeout=None)


async def doses_coming(client: httpx.AsyncClient, lot_id: int) -> int:
    response = await client.get(f"{DEPOT_URL}/lots/{lot_id}")
    response.raise_for_status()
    return response.json()["doses"]


async def clear(client: httpx.AsyncClient, number: str) -> str:
    response = await client.post(f"{REGISTRY_URL}/clearances/{number}")
    response.raise_for_status()
    return response.json()["clearance"]
