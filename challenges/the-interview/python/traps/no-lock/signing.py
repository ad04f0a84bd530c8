"""Seals of vaccination passes: an HMAC, under a key that is derived from a secret."""

import hashlib
import hmac
import os

SECRET = os.environ["SEAL_SECRET"]

ITERATIONS = 65_000


# The same for all passes: derived once, while the worker starts.
SEAL_KEY = hashlib.pbkdf2_hmac("sha256", SECRET.encode(), b"passes", ITERATIONS)


def seal(text: str) -> str:
    return hmac.new(SEAL_KEY, text.encode(), "sha256").hexdigest()
