import { beforeAll, describe, expect, it } from 'vitest';
import { GuestLoadError, SYSCALL } from '#engine/guest-port.ts';
import { openNodePython } from './node-python.ts';
import type { PythonGuest } from './python-guest.ts';
import { get, load, program } from './testing/turns.ts';

let guest: PythonGuest;
beforeAll(async () => {
  guest = await openNodePython();
});

function answer(body: string, head = '') {
  load(guest, program(body, head));
  return get(guest, '/work');
}

function fault(body: string) {
  const call = answer(body).syscalls.find((made) => made.kind === SYSCALL.FAULT);
  return JSON.parse(call?.text ?? '{}') as { verdict?: string; message?: string; line?: number };
}

function loadError(source: string | Record<string, string>): GuestLoadError {
  try {
    load(guest, source);
  } catch (error) {
    if (error instanceof GuestLoadError) return error;
    throw error;
  }
  throw new Error('the program loaded');
}

describe('virtual time', () => {
  it('time.sleep in a coroutine blocks the worker and names the line', () => {
    const { syscalls, status } = answer('time.sleep(0.01)\nreturn {"ok": True}');
    const block = syscalls.find((call) => call.kind === SYSCALL.BLOCK);
    expect(status).toBe(200);
    expect(block?.a).toBeGreaterThanOrEqual(10_000_000);
    expect(block?.line).toBe(7);
    expect(syscalls.find((call) => call.kind === SYSCALL.SLOW_STEP)?.text).toBe('time.sleep');
  });

  it('many short blocking calls of one step are named, not called a computation', () => {
    const slow = answer('for _ in range(10):\n    time.sleep(0.002)\nreturn {"ok": True}').syscalls.find(
      (call) => call.kind === SYSCALL.SLOW_STEP,
    );
    expect(slow?.text).toBe('time.sleep');
    expect(slow?.line).toBe(8);
    expect(slow?.a).toBeGreaterThanOrEqual(20_000_000);
  });

  it('asyncio.sleep takes virtual time only', () => {
    const { endNs, status } = answer('await asyncio.sleep(3600)\nreturn {}');
    expect(status).toBe(200);
    expect(endNs).toBeGreaterThanOrEqual(3_600_000_000_000);
    expect(endNs).toBeLessThan(3_600_001_000_000);
  });

  it('clocks start at the first of January 2026 and move with the loop', () => {
    const { body } = answer(
      'a = time.time(), time.monotonic()\nawait asyncio.sleep(2)\nreturn [round(time.time() - a[0], 3), round(time.monotonic() - a[1], 3), str(datetime.datetime.now())[:18], asyncio.get_running_loop().time() > 2]',
    );
    expect(JSON.parse(body)).toEqual([2, 2, '2026-01-01 00:00:0', true]);
  });

  it('timers with equal deadlines fire in the order in which they were set', () => {
    const { body } = answer(
      'out = []\nloop = asyncio.get_running_loop()\nwhen = loop.time() + 1\nfor i in range(50):\n    loop.call_at(when, out.append, i)\nawait asyncio.sleep(2)\nreturn out == list(range(50))',
    );
    expect(body).toBe('true');
  });

  it.each([
    ['json.dumps(list(range(300_000)))', 'json.dumps', 'characters'],
    ['sorted(random.random() for _ in range(100_000))', 'sorted', 'elements'],
    ['hashlib.pbkdf2_hmac("sha256", b"p", b"s", 50_000)', 'hashlib.pbkdf2_hmac', 'iterations'],
    ['",".join(map(str, range(500_000))).split(",")', 'str.split', 'characters'],
  ])('%s on the event loop is a slow step that names the call, its line and the size', (body, what, unit) => {
    const slow = answer(body, 'import hashlib, json').syscalls.find((call) => call.kind === SYSCALL.SLOW_STEP);
    expect(slow?.text).toBe(`${what}\u0001${unit}`);
    expect(slow?.line).toBe(7);
    expect(slow?.b).toBeGreaterThanOrEqual(50_000);
  });

  it('a hash in a thread releases the interpreter lock and leaves the loop alone, json.dumps does not', () => {
    const longestGapMs = (call: string) => {
      const body = [
        'gaps = []',
        'async def tick():',
        '    while True:',
        '        asked = time.perf_counter()',
        '        await asyncio.sleep(0.001)',
        '        gaps.append(time.perf_counter() - asked)',
        'ticking = asyncio.create_task(tick())',
        `await asyncio.to_thread(${call})`,
        'await asyncio.sleep(0.003)',
        'ticking.cancel()',
        'return max(gaps) * 1000',
      ].join('\n');
      return Number(answer(body, 'import hashlib, json').body);
    };
    expect(longestGapMs('hashlib.pbkdf2_hmac, "sha256", b"p", b"s", 50_000')).toBeLessThan(2);
    expect(longestGapMs('json.dumps, list(range(300_000))')).toBeGreaterThan(4);
  });

  it('threads that release the lock share the cores that the loop leaves', () => {
    const { endNs } = answer(
      'await asyncio.gather(*(asyncio.to_thread(hashlib.pbkdf2_hmac, "sha256", b"p", b"s", 50_000) for _ in range(4)))',
      'import hashlib',
    );
    expect(endNs).toBeGreaterThan(40_000_000);
  });

  it('CPU of the user code is counted by its loops', () => {
    const short = answer('x = 0\nfor i in range(1000):\n    x += i\nreturn x').endNs;
    const long = answer('x = 0\nfor i in range(100000):\n    x += i\nreturn x').endNs;
    expect(long / short).toBeGreaterThan(60);
    expect(long).toBeGreaterThan(1_200_000);
    expect(long).toBeLessThan(6_000_000);
  });
});

describe('determinism', () => {
  const dice = 'return [random.random(), str(uuid.uuid4()), os.urandom(4).hex(), random.Random().random(), hash("a")]';
  it('a seed gives the same randomness in every interpreter, another seed another one', async () => {
    const other = await openNodePython();
    const bodies = [guest, other].map((which) => {
      load(which, program(dice), { seed: 7 });
      return get(which, '/work').body;
    });
    expect(bodies[0]).toBe(bodies[1]);
    load(guest, program(dice), { seed: 8 });
    expect(get(guest, '/work').body).not.toBe(bodies[0]);
  });

  it('as_completed, wait and TaskGroup keep the order of their arguments', () => {
    const { body } = answer(
      [
        'async def f(i):',
        '    await asyncio.sleep(0.001)',
        '    return i',
        'first = [await c for c in asyncio.as_completed([f(i) for i in range(30)])]',
        'done, _ = await asyncio.wait([asyncio.create_task(f(i)) for i in range(30)])',
        'return [first == list(range(30)), [t.result() for t in done] == list(range(30))]',
      ].join('\n'),
    );
    expect(JSON.parse(body)).toEqual([true, true]);
  });
});

describe('workers', () => {
  it('each worker has its own module state', () => {
    load(guest, program('counter["n"] += 1\nreturn counter["n"]', 'counter = {"n": 0}'), { workers: 2 });
    expect(get(guest, '/work', { worker: 0 }).body).toBe('1');
    expect(get(guest, '/work', { worker: 0 }).body).toBe('2');
    expect(get(guest, '/work', { worker: 1 }).body).toBe('1');
  });

  it('a program may have several files and folders, also imported late', () => {
    load(
      guest,
      {
        'main.py':
          'from fastapi import FastAPI\nfrom shop.prices import price\napp = FastAPI()\n@app.get("/work")\nasync def work():\n    import late\n    late.seen.append(1)\n    return [price(2), len(late.seen)]\n',
        'shop/prices.py': 'from .rates import rate\ndef price(n):\n    return n * rate\n',
        'shop/rates.py': 'rate = 21\n',
        'late.py': 'seen = []\n',
      },
      { workers: 2 },
    );
    expect(get(guest, '/work', { worker: 0 }).body).toBe('[42,1]');
    expect(get(guest, '/work', { worker: 1 }).body).toBe('[42,1]');
    expect(get(guest, '/work', { worker: 0 }).body).toBe('[42,2]');
  });
});

describe('threads', () => {
  it('to_thread completes after the time that the function slept, without blocking the loop', () => {
    const { syscalls, endNs, status } = answer('await asyncio.to_thread(time.sleep, 0.01)\nreturn 1');
    expect(status).toBe(200);
    expect(syscalls.some((call) => call.kind === SYSCALL.BLOCK)).toBe(false);
    expect(endNs).toBeGreaterThanOrEqual(10_000_000);
  });

  it('the default executor has six threads on two CPUs: twelve sleeps take two rounds', () => {
    const { endNs } = answer('await asyncio.gather(*(asyncio.to_thread(time.sleep, 0.1) for _ in range(12)))\nreturn 1');
    expect(endNs).toBeGreaterThan(200_000_000);
    expect(endNs).toBeLessThan(220_000_000);
  });
});

describe('calls that are charged by size', () => {
  it.each([
    ['"-".join(str(i) for i in range(4)), b",".join([b"a", b"b"]).decode()', ['0-1-2-3', 'a,b']],
    [
      '[sorted([3, 1, 2], reverse=True), sorted("bca", key=lambda c: -ord(c))]',
      [
        [3, 2, 1],
        ['c', 'b', 'a'],
      ],
    ],
    [
      '[sum([1, 2], start=10), sum([[1], [2]], []), max(1, 5, 3), max([], default=7), min("abc", key=ord), any(iter([0, 1])), all(map(bool, [1, 0]))]',
      [13, [1, 2], 5, 7, 'a', true, false],
    ],
    [
      '[list((1, 2)), dict(a=1), dict([("b", 2)]), len(set("aab")), tuple([1]) == (1,), str(b"x", "ascii"), list(range(3))]',
      [[1, 2], { a: 1 }, { b: 2 }, 2, true, 'x', [0, 1, 2]],
    ],
    ['[2 ** -1, 2 ** 100 == pow(2, 100), pow(3, -1, 7), 2.5 ** 2, (-8) ** (1 / 3) != 0]', [0.5, true, 5, 6.25, true]],
    ['[Odd().join(1, b=2), Odd().sort(), await Odd().search("x"), Sub([3, 1]).sort_twice()]', [[1, 2], 'sorted', 'x', [1, 3]]],
    [
      '[own(list), sum is sum, pickle.loads(pickle.dumps([sum, sorted]))[1].__name__, json.loads("[1]"), isinstance([], list), json.dumps.__name__]',
      ['list here', true, 'sorted', [1], true, 'dumps'],
    ],
    [
      '[hashlib.pbkdf2_hmac("sha1", b"password", b"salt", 2).hex(), hashlib.pbkdf2_hmac("sha1", b"passwordPASSWORDpassword", b"saltSALTsaltSALTsaltSALTsaltSALTsalt", 4096, 25).hex()]',
      ['ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957', '3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038'],
    ],
    [
      '[hmac.new(b"k", b"m", hashlib.sha256).hexdigest() == hmac.new(b"k", b"m", "sha256").hexdigest(), hashlib.new("md5", b"a").hexdigest()[:8], hashlib.sha256(b"a", usedforsecurity=False).name]',
      [true, '0cc175b9', 'sha256'],
    ],
    [
      '[re.sub(r"(a)(b)?", r"<\\1>", "abab", count=1), re.findall("a", "AaA", re.I), re.split(",", "a,b,c", maxsplit=1), re.compile("b").search("abc").start(), re.match("a(.)", string="ab").group(1)]',
      ['<a>ab', ['A', 'a', 'A'], ['a', 'b,c'], 1, 'b'],
    ],
    [
      '[zlib.decompress(zlib.compress(b"abc" * 9)).decode()[:4], gzip.decompress(gzip.compress(b"xyz")).decode(), base64.b64encode(b"abc").decode(), copy.deepcopy({"a": [1]}), pickle.loads(pickle.dumps((1, "b")))[1]]',
      ['abca', 'xyz', 'YWJj', { a: [1] }, 'b'],
    ],
  ])('give what they give elsewhere: %s', (expression, expected) => {
    const head = [
      'import base64, copy, gzip, hashlib, hmac, json, pickle, re, zlib',
      'class Odd:',
      '    def join(self, a, b): return [a, b]',
      '    def sort(self): return "sorted"',
      '    async def search(self, x): return x',
      'class Sub(list):',
      '    def sort_twice(self):',
      '        super().sort()',
      '        self.sort()',
      '        return self',
      'def own(list):',
      '    def str(x): return "list here"',
      '    return str(list)',
    ].join('\n');
    expect(JSON.parse(answer(`return ${expression}`, head).body)).toEqual(expected);
  });
});

describe('limits and walls', () => {
  it('an endless loop ends with a verdict that names its line', () => {
    const { verdict, line } = fault('x = 0\nwhile True:\n    x += 1');
    expect(verdict).toBe('endless-loop');
    expect([8, 9]).toContain(line);
  });

  it('an endless loop in except BaseException is no way around', () => {
    expect(fault('for _ in range(2):\n    try:\n        while True: pass\n    except BaseException: pass').verdict).toBe('endless-loop');
  });

  it.each([
    ['sum(range(10**12))', 'sum would take'],
    ['max(itertools.repeat(1))', 'max() of more than 20,000,000 elements'],
    ['n = 10**9\n3 ** n', 'pow would take'],
    ['hashlib.pbkdf2_hmac("sha256", b"p", b"s", 10**9)', 'hashlib.pbkdf2_hmac would take'],
    ['re.match(r"(a+)+$", "a" * 60 + "b")', 'backtracks without end'],
    ['try:\n    math.factorial(10**9)\nexcept BaseException: pass', 'math.factorial would take'],
  ])('%s ends with a verdict before it hangs the page', (body, words) => {
    const call = answer(body, 'import hashlib, itertools, math, re').syscalls.find((made) => made.kind === SYSCALL.FAULT);
    const { verdict, message, line } = JSON.parse(call?.text ?? '{}') as { verdict: string; message: string; line: number };
    expect(verdict).toBe('endless-call');
    expect(message).toContain(words);
    expect(message).toContain('main.py, line');
    expect(line).toBeGreaterThan(0);
  });

  it('a loop that only yields ends as spinning, with its line', () => {
    const { verdict, line } = fault('while True:\n    await asyncio.sleep(0)');
    expect(verdict).toBe('spinning');
    expect(line).toBe(8);
  });

  it('a print bomb ends with a verdict', () => {
    expect(fault('while True:\n    print("x" * 50)').verdict).toBe('too-much-output');
  });

  it('a gigabyte raises MemoryError in the handler, and the worker goes on', () => {
    const { status, console } = answer('b = bytearray(10**9)\nreturn len(b)');
    expect(status).toBe(500);
    expect(console.join('\n')).toContain('MemoryError');
    expect(answer('return 1').body).toBe('1');
  });

  it.each([
    ['import js', 'js'],
    ['import ssl', 'ssl'],
    ['import pyodide', 'pyodide'],
    ['import numpy', 'numpy'],
    ['from ctypes import CDLL', 'ctypes'],
  ])('%s is refused by name, with what there is and with file and line', (statement, name) => {
    const error = loadError(`import asyncio\n${statement}\nfrom fastapi import FastAPI\napp = FastAPI()\n`);
    expect(error.message).toContain(name);
    expect(error.message).toContain('asyncpg');
    expect([error.file, error.line]).toEqual(['main.py', 2]);
  });

  it.each([
    ['import socket\nreturn socket.gethostname()', '"worker-0"'],
    ['from socket import gaierror, timeout\nreturn issubclass(gaierror, OSError) and timeout is TimeoutError', 'true'],
    ['import signal\nreturn signal.signal(signal.SIGTERM, print) == signal.SIG_DFL and signal.getsignal(15) is print', 'true'],
    [
      'import signal\nloop = asyncio.get_running_loop()\nloop.add_signal_handler(signal.SIGTERM, print)\nreturn loop.remove_signal_handler(signal.SIGTERM)',
      'true',
    ],
  ])('%s: the machine has a name, and its signals can be handled', (code, body) => {
    expect(answer(code).body).toBe(body);
  });

  it('a socket is refused by name', () => {
    expect(answer('import socket\nsocket.socket()').console.join('\n')).toContain('not simulated: socket.socket');
  });

  it('os.system says that there are no other processes', () => {
    const { console } = answer('os.system("ls")\nreturn 1');
    expect(console.join('\n')).toContain('not simulated: os.system()');
  });

  it.each([
    ['redis.Redis().pubsub()', 'not simulated: redis.Redis.pubsub'],
    ['redis.asyncio.Redis().xadd("s", {"a": 1})', 'not simulated: redis.asyncio.Redis.xadd'],
    ['redis.RedisCluster()', 'not simulated: redis.RedisCluster'],
    ['redis.Redis.from_url("unix:///tmp/redis.sock")', 'not simulated: redis: unix:// URLs'],
    ['redis.Redis().blpop("jobs")', 'not simulated: redis.Redis.blpop without a timeout'],
  ])('%s says what there is instead', (expression, message) => {
    const { console } = answer(`${expression}\nreturn 1`, 'import redis\n');
    expect(console.join('\n')).toContain(message);
  });

  it('a syntax error names file and line', () => {
    const error = loadError({ 'main.py': 'import helper\n', 'helper.py': 'def x(:\n' });
    expect(error.message).toContain('SyntaxError');
    expect([error.file, error.line]).toEqual(['helper.py', 1]);
  });

  it('a traceback shows the frames of the user and none of ours', () => {
    const { console } = answer('return inner()', 'def inner():\n    return 1 / 0');
    const text = console.join('\n');
    expect(text).toContain('File "main.py", line 5, in inner');
    expect(text).toContain('ZeroDivisionError');
    expect(text).not.toContain('/surge/');
  });

  it('a traceback of a deep recursion is short, and says how often its line recurs', () => {
    const text = answer('return deeper(0)', 'def deeper(n):\n    return deeper(n + 1)').console.join('\n');
    expect(text).toMatch(/\[Previous line repeated \d{3} more times\][\s\S]*\nRecursionError/);
    expect(text.split('\n').length).toBeLessThan(25);
  });

  it('a stack of a hundred frames and more is told by its two ends', () => {
    const text = answer(
      'return ping(400)',
      'def ping(n):\n    return pong(n)\ndef pong(n):\n    return ping(n - 1) if n else 1 / 0',
    ).console.join('\n');
    expect(text).toMatch(/\[\d{3} frames left out\]/);
    expect(text).toContain('ZeroDivisionError');
  });

  it('the cause of an exception is told with it', () => {
    const text = answer('try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    raise ValueError("odd") from error').console.join('\n');
    expect(text).toContain('The above exception was the direct cause of the following exception');
    expect(text).not.toContain('/surge/');
  });

  it('a handler that never answers is found with its line', () => {
    load(guest, program('await asyncio.Event().wait()'));
    const { status, syscalls } = get(guest, '/work');
    const request = syscalls.find((call) => call.kind === SYSCALL.ACCEPT)?.token as number;
    expect(status).toBe(0);
    expect(guest.stuck(0, [request])).toEqual([{ request, line: 7, awaits: 'Event.wait' }]);
  });

  it.each([
    ['asyncio.get_running_loop().create_future()', 'a Future'],
    ['taken.acquire()', 'Lock.acquire'],
    ['asyncio.gather(asyncio.sleep(0), asyncio.create_task(taken.acquire()))', 'Lock.acquire'],
    ['asyncio.create_task(asyncio.Queue().get())', 'Queue.get'],
  ])('what `await %s` waits for is called %s', (awaited, awaits) => {
    load(guest, program(`taken = asyncio.Lock()\nawait taken.acquire()\nawait ${awaited}`));
    const { syscalls } = get(guest, '/work');
    const request = syscalls.find((call) => call.kind === SYSCALL.ACCEPT)?.token as number;
    expect(guest.stuck(0, [request])).toEqual([{ request, line: 9, awaits }]);
  });

  it('an app that an ASGI middleware was put around by hand is served through it', () => {
    const source = [
      'from fastapi import FastAPI',
      'api = FastAPI()',
      "@api.get('/work')",
      'async def work():',
      '    return 1',
      'class Teapot:',
      '    def __init__(self, app):',
      '        self.app = app',
      '    async def __call__(self, scope, receive, send):',
      '        async def changed(message):',
      "            await send({**message, 'status': 418} if 'status' in message else message)",
      "        await (self.app(scope, receive, changed) if scope['type'] == 'http' else self.app(scope, receive, send))",
      'app = Teapot(api)',
    ].join('\n');
    load(guest, source);
    expect(get(guest, '/work').status).toBe(418);
    expect(() => load(guest, 'class Timing: pass\napp = Timing()')).toThrow();
    const allowed = "from starlette.middleware.cors import CORSMiddleware\napp = CORSMiddleware(Teapot(api), allow_origins=['*'])";
    load(guest, source.replace('app = Teapot(api)', allowed));
    expect(get(guest, '/work').status).toBe(418);
  });

  it('what a dependency waits for before it yields is found with its line', () => {
    const source = [
      'import asyncio',
      'from fastapi import Depends, FastAPI',
      'app = FastAPI()',
      'async def ready():',
      '    await asyncio.Event().wait()',
      '    yield',
      "@app.get('/work')",
      'async def work(ready=Depends(ready)):',
      '    return 1',
    ].join('\n');
    load(guest, source);
    const { syscalls } = get(guest, '/work');
    const request = syscalls.find((call) => call.kind === SYSCALL.ACCEPT)?.token as number;
    expect(guest.stuck(0, [request])).toEqual([{ request, line: 5, awaits: 'Event.wait' }]);
  });
});
