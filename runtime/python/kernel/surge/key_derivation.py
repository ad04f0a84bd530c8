"""hashlib.pbkdf2_hmac, which needs OpenSSL on a real machine, in Python; scrypt is refused by name."""

import hmac as _hmac
from functools import lru_cache

from surge import call_costs, kernel

_new = _hmac.new


def pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None):
    """As in hashlib: bytes of RFC 8018's PBKDF2. Charged by iterations and blocks."""
    if iterations < 1:
        raise ValueError("iteration value must be greater than 0.")
    digest_size = _new(b"", b"", hash_name).digest_size
    blocks = -(-(dklen or digest_size) // digest_size)
    ns = 1_000 + call_costs.PBKDF2_NS.get(hash_name.lower().replace("-", ""), 300) * iterations * blocks
    if kernel.worker is not None:
        kernel.refuse_endless(ns, "hashlib.pbkdf2_hmac")
        kernel.spend(ns, "hashlib.pbkdf2_hmac", iterations, "iterations", True)
    return _derive(hash_name, bytes(password), bytes(salt), iterations, dklen or digest_size)


# Programs check the same passwords again and again, and an iteration is slow in Python.
@lru_cache(maxsize=4096)
def _derive(hash_name, password, salt, iterations, dklen):
    keyed = _new(password, None, hash_name)
    key = b""
    block = 1
    while len(key) < dklen:
        mac = keyed.copy()
        mac.update(salt + block.to_bytes(4, "big"))
        value = mac.digest()
        mixed = int.from_bytes(value, "big")
        for _ in range(iterations - 1):
            mac = keyed.copy()
            mac.update(value)
            value = mac.digest()
            mixed ^= int.from_bytes(value, "big")
        key += mixed.to_bytes(len(value), "big")
        block += 1
    return key[:dklen]


def scrypt(*args, **kwargs):
    kernel.not_simulated("hashlib.scrypt()", "hashlib.pbkdf2_hmac")
