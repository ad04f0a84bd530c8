"""GET /players/{id}: a player's profile. POST /players/{id}/login: is this the password, and may the player play?"""

import hashlib
import hmac
import os
from contextlib import asynccontextmanager

import requests
from fastapi import FastAPI, HTTPException
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool
from pydantic import BaseModel

DATABASE_URL = os.environ["DATABASE_URL"]
FAIRPLAY_URL = os.environ["FAIRPLAY_URL"]

ITERATIONS = 30_000

pool = ConnectionPool(DATABASE_URL, min_size=10, max_size=10, kwargs={"autocommit": True, "row_factory": dict_row}, open=False)
session = requests.Session()
session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=100))


class Credentials(BaseModel):
    password: str


@asynccontextmanager
async def lifespan(app: FastAPI):
    pool.open()
    yield
    pool.close()


app = FastAPI(lifespan=lifespan)


def load_player(player_id: int) -> dict:
    with pool.connection() as connection:
        player = connection.execute("SELECT id, name, rating, salt, password_hash FROM players WHERE id = %s", (player_id,)).fetchone()
    if player is None:
        raise HTTPException(status_code=404, detail="no such player")
    return player


def is_password(password: str, player: dict) -> bool:
    derived = hashlib.pbkdf2_hmac("sha256", password.encode(), player["salt"].encode(), ITERATIONS).hex()
    return hmac.compare_digest(derived, player["password_hash"])


def ask_standing(player_id: int) -> str:
    response = session.get(f"{FAIRPLAY_URL}/standings/{player_id}", timeout=2)
    response.raise_for_status()
    return response.json()["standing"]


@app.get("/players/{player_id}")
def read_profile(player_id: int):
    player = load_player(player_id)
    profile = f"{player['id']}:{player['name']}:{player['rating']}"
    return {
        "player": player["id"],
        "name": player["name"],
        "rating": player["rating"],
        "checksum": hashlib.sha256(profile.encode()).hexdigest(),
    }


@app.post("/players/{player_id}/login")
def log_in(player_id: int, credentials: Credentials):
    player = load_player(player_id)
    return {
        "player": player_id,
        "accepted": is_password(credentials.password, player),
        "standing": ask_standing(player_id),
    }
