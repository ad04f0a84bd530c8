import hashlib

from fastapi import FastAPI

app = FastAPI()


@app.get("/orders/{id}")
async def work(id: int):
    key = hashlib.pbkdf2_hmac("sha256", b"secret", b"salt", 100_000)
    return {"key": key.hex()}
