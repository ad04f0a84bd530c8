"""Seals of vaccination passes: an HMAC, under a key that is derived from a secret."""

import hashlib
import hmac
import os

SECRET = os.environ["SEAL_SECRET"]

ITERATIONS = 65_000


def seal_key() -> bytes:
    return hashlib.pbkdf2_hmac("sha256", SECRET.encode(), b"passes", ITERATIONS)


def seal(text: str) -> str:
    return hmac.new(seal_key(), text.encode(), "sha256").hexdigest()
