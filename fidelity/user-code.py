"""Measures what pieces of user code cost on real CPython, for fidelity/user-code.json.

Run with Debian's Python 3.11 (pydantic 2 and FastAPI for the last lines): python3 user-code.py > user-code.json
Times are scaled to a machine where the first piece takes 1,400 us.
"""

import json
import sys
import time

# name, what stands before it, the statement that is measured
PIECES = [
    ("for loop with arithmetic", "", "t = 0\nfor i in range(50_000): t += i * i"),
    ("list comprehension", "", "[i * 2 for i in range(50_000)]"),
    ("sum of a generator", "", "sum(i * i for i in range(50_000))"),
    ("nested loops", "", "n = 0\nfor i in range(200):\n    for j in range(200):\n        if (i + j) % 3 == 0: n += 1"),
    ("sieve of 20,000", "", "s = [True] * 20_001\nfor i in range(2, 142):\n    if s[i]:\n        for j in range(i * i, 20_001, i): s[j] = False"),
    ("20,000 calls", "def g(x):\n    return x + 1", "for i in range(20_000): g(i)"),
    ("while loop", "", "i = 0\nwhile i < 50_000: i += 1"),
    ("fib(18)", "def fib(n):\n    if n < 2: return n\n    return fib(n - 1) + fib(n - 2)", "fib(18)"),
    ("10,000 f-strings, joined", "", "','.join([f'item {i}' for i in range(10_000)])"),
    ("20,000 d[str(i)] = i", "", "d = {}\nfor i in range(20_000): d[str(i)] = i"),
    ("rows to dictionaries", "rows = [{'id': i, 'price': i * 1.5, 'qty': 2} for i in range(5_000)]", "[{'id': r['id'], 'total': r['price'] * r['qty']} for r in rows]"),
    ("10,000 instances", "class P:\n    def __init__(self, x, y):\n        self.x = x\n        self.y = y", "[P(i, i) for i in range(10_000)]"),
    ("matrix product of 40 by 40", "A = [[float(i * j) for i in range(40)] for j in range(40)]", "for i in range(40):\n    for j in range(40):\n        t = 0.0\n        for k in range(40): t += A[i][k] * A[k][j]"),
    ("sorted of a generator", "", "sorted(i * 7919 % 20_011 for i in range(20_000))"),
    ("sorted of 100,000 floats", "import random\nrandom.seed(1)\nx = [random.random() for _ in range(100_000)]", "sorted(x)"),
    ("list.sort of 1,000 strings", "import random\nrandom.seed(1)\nx = [str(random.random()) for _ in range(1_000)]", "y = x.copy()\ny.sort()"),
    ("sum of a list", "x = list(range(100_000))", "sum(x)"),
    ("max of a range", "", "max(range(100_000))"),
    ("min with a key", "x = list(range(50_000))", "min(x, key=lambda i: -i)"),
    ("set of a list", "x = list(range(100_000))", "set(x)"),
    ("list of a range", "", "list(range(100_000))"),
    ("split of 600 kB", "x = ','.join(map(str, range(100_000)))", "x.split(',')"),
    ("replace in 1.1 MB", "x = 'hello world' * 100_000", "x.replace('world', 'there')"),
    ("json.dumps and loads, small, 500 times", "import json\nx = {'id': 1, 'name': 'item 1', 'price': 12.5, 'ok': True}", "for i in range(500): json.loads(json.dumps(x))"),
    ("json.dumps of 5,000 objects", "import json\nx = [{'id': i, 'name': f'item {i}', 'price': i * 1.5, 'ok': True} for i in range(5_000)]", "json.dumps(x)"),
    ("json.loads of 5,000 objects", "import json\nx = json.dumps([{'id': i, 'name': f'item {i}', 'price': i * 1.5, 'ok': True} for i in range(5_000)])", "json.loads(x)"),
    ("json.dumps of 100,000 integers", "import json\nx = list(range(100_000))", "json.dumps(x)"),
    ("json.dumps of 1 MB of text", "import json\nx = ['x' * 1_000] * 1_000", "json.dumps(x)"),
    ("json.dumps with indent", "import json\nx = [{'id': i, 'name': f'item {i}'} for i in range(2_000)]", "json.dumps(x, indent=2)"),
    ("hashlib.sha256 of 1 MB", "import hashlib\nx = b'x' * 1_000_000", "hashlib.sha256(x).hexdigest()"),
    ("hashlib.md5, small, 1,000 times", "import hashlib", "for i in range(1_000): hashlib.md5(b'abc').hexdigest()"),
    ("hashlib.pbkdf2_hmac, 20,000 iterations", "import hashlib", "hashlib.pbkdf2_hmac('sha256', b'password', b'salt', 20_000)"),
    ("hmac.new, 500 times", "import hmac", "for i in range(500): hmac.new(b'k', b'abc', 'sha256').hexdigest()"),
    ("zlib.compress of 400 kB of JSON", "import zlib, json\nx = json.dumps([{'id': i, 'name': f'item {i}', 'price': i * 1.5} for i in range(8_000)]).encode()", "zlib.compress(x)"),
    ("gzip.compress of 400 kB of JSON", "import gzip, json\nx = json.dumps([{'id': i, 'name': f'item {i}', 'price': i * 1.5} for i in range(8_000)]).encode()", "gzip.compress(x)"),
    ("base64 of 1 MB", "import base64\nx = b'x' * 1_000_000", "base64.b64encode(x)"),
    ("copy.deepcopy of 1,000 objects", "import copy\nx = [{'id': i, 'tags': ['a', 'b'], 'ok': True} for i in range(1_000)]", "copy.deepcopy(x)"),
    ("pickle there and back", "import pickle\nx = [{'id': i, 'name': f'item {i}', 'ok': True} for i in range(2_000)]", "pickle.loads(pickle.dumps(x))"),
    ("statistics.mean of 10,000", "import statistics\nx = [i / 7 for i in range(10_000)]", "statistics.mean(x)"),
    ("statistics.quantiles of 10,000", "import statistics, random\nrandom.seed(1)\nx = [random.random() for _ in range(10_000)]", "statistics.quantiles(x, n=100)"),
    ("collections.Counter of 50,000, 500 different", "import collections\nx = [i * 7919 % 500 for i in range(50_000)]", "collections.Counter(x)"),
    ("collections.Counter of 20,000, all different", "import collections\nx = list(range(20_000))", "collections.Counter(x)"),
    ("re.findall in 600 kB", "import re\np = re.compile(r'\\d+')\nx = ','.join(map(str, range(100_000)))", "p.findall(x)"),
    ("re.search that finds nothing", "import re\nx = 'hello world ' * 20_000", "re.search(r'(\\w+)@(\\w+)', x)"),
    ("re.match, small, 1,000 times", "import re", "for i in range(1_000): re.match(r'\\w+-\\d+', 'item-12')"),
    ("3 ** 100,000", "n = 100_000", "3 ** n"),
    ("pow modulo 2,048 bits", "m = 2**2048 - 159", "pow(3, m - 2, m)"),
    ("pydantic: 1,000 nested models", "from pydantic import BaseModel\nclass Item(BaseModel):\n    id: int\n    name: str\n    price: float\n    ok: bool = True\nclass Items(BaseModel):\n    items: list[Item]\nx = {'items': [dict(id=1, name='item 1', price=12.5, ok=True)] * 1_000}", "Items(**x)"),
    ("pydantic: model_dump of 1,000", "from pydantic import BaseModel\nclass Item(BaseModel):\n    id: int\n    name: str\n    price: float\n    ok: bool = True\nx = [Item(id=1, name='a', price=2.5) for _ in range(1_000)]", "for i in x: i.model_dump()"),
]  # fmt: skip


def best(function):
    shortest = float("inf")
    for _ in range(15):
        begin = time.perf_counter()
        rounds = 0
        while time.perf_counter() - begin < 0.012:
            function()
            rounds += 1
        shortest = min(shortest, (time.perf_counter() - begin) / rounds)
    return shortest * 1e6


def measure(setup, code):
    names = {}
    exec(f"{setup}\ndef piece():\n" + "".join(f"    {line}\n" for line in code.split("\n")), names)
    return best(names["piece"])


if __name__ == "__main__":
    scale = 1_400 / measure(*PIECES[0][1:])
    found = [{"name": name, "setup": setup, "code": code, "us": round(measure(setup, code) * scale, 1)} for name, setup, code in PIECES]
    json.dump(found, sys.stdout, indent=1)
    print()
