// Recursion and deep nesting: what CPython refuses is refused here, at a depth that every host's stack has; what ends the
// interpreter is a verdict.
import { beforeAll, describe, expect, it } from 'vitest';
import type { DatabasePort } from '#engine/database-port.ts';
import { runStage } from '#engine/simulation.ts';
import { DEFAULT_LIMITS, type StageRecording } from '#engine/stage.ts';
import { openNodePostgres } from '#runtime/postgres/node-postgres.ts';
import { openNodePython } from './node-python.ts';
import type { PythonGuest } from './python-guest.ts';
import { contentionWorld } from './testing/contention-world.ts';

let guest: PythonGuest;
let database: DatabasePort;
beforeAll(async () => {
  guest = await openNodePython();
  database = await openNodePostgres();
});

const HEAD = 'import copy, functools, json, pickle\nfrom fastapi import FastAPI\napp = FastAPI()\n';
const route = (body: string) => `@app.get("/work")\nasync def work():\n${body.replaceAll(/^/gm, '    ')}\n`;

function run(program: string, on: PythonGuest = guest): StageRecording {
  const world = contentionWorld();
  return runStage({
    world: { ...world, load: { ...world.load, requests: [{ method: 'GET', path: '/work', weight: 1 }], clientTimeoutMs: 5000 } },
    seed: 1,
    offeredRps: 5,
    seconds: 1,
    warmupSeconds: 0,
    files: { 'main.py': HEAD + program },
    guest: on,
    database,
    limits: DEFAULT_LIMITS,
  });
}

const ENDLESS: readonly (readonly [string, string])[] = [
  ['a plain function', `def f(n):\n    return f(n + 1)\n${route('f(0)')}`],
  [
    '__getattr__ that asks for itself',
    `class Proxy:\n    def __getattr__(self, name):\n        return getattr(self.target, name)\n${route('Proxy().x')}`,
  ],
  ['__eq__', `class A:\n    def __eq__(self, other):\n        return self == other\n${route('A() == A()')}`],
  ['__repr__', `class A:\n    def __repr__(self):\n        return f"{self!r}"\n${route('repr(A())')}`],
  ['functools.cache', `@functools.cache\ndef f(n):\n    return f(n + 1)\n${route('f(0)')}`],
  ['sorted with a key', `def f(n):\n    return sorted([1, 2], key=f)\n${route('f(0)')}`],
  ['json.dumps of what lies deep', `deep = []\nfor _ in range(9000):\n    deep = [deep]\n${route('json.dumps(deep)')}`],
  ['pickle.dumps of what lies deep', `deep = []\nfor _ in range(9000):\n    deep = [deep]\n${route('pickle.dumps(deep)')}`],
];

describe('recursion', () => {
  it.each(ENDLESS)('without end is an error of its request: %s', (_what, program) => {
    const { outcomes, fault, console } = run(program);
    expect(fault).toBeNull();
    expect(Object.keys(outcomes)).toEqual(['500']);
    expect(console.some(({ text }) => text.includes('RecursionError'))).toBe(true);
  });

  it('as deep as programs go is none', () => {
    const program = `@functools.cache\ndef fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\ndef count(n):\n    return 0 if n == 0 else 1 + count(n - 1)\nasync def down(n):\n    return 0 if n == 0 else 1 + await down(n - 1)\n${route('fib.cache_clear()\nreturn [fib(150), count(900), await down(900)]')}`;
    expect(Object.keys(run(program).outcomes)).toEqual(['200']);
  });
});

describe('a long chain', () => {
  it.each([
    ['of tuples, the last one first', 'for i in range(100_000):\n        kept = (kept, i)'],
    ['of dictionaries, appended to', 'end = kept = {}\n    for i in range(100_000):\n        end["next"] = end = {}'],
    ['of objects', 'for i in range(100_000):\n        node = Node()\n        node.next = kept\n        kept = node'],
  ])('that is kept is let go of before the next stage: %s', (_what, make) => {
    const program = `class Node:\n    pass\nkept = None\ndef make():\n    global kept\n    ${make}\n${route('if kept is None:\n    make()')}`;
    for (let stage = 0; stage < 2; stage++) expect(Object.keys(run(program).outcomes)).toEqual(['200']);
  });

  it('that a program lets go of itself ends the run with a verdict and its line', async () => {
    const on = await openNodePython();
    const program = `def build():\n    kept = None\n    for i in range(50_000):\n        kept = {"next": kept}\n    kept = 1\n    return kept\n${route('build()')}`;
    const { fault } = run(program, on);
    expect(fault).toMatchObject({ verdict: 'stack-overflow', line: 8 });
    expect(run(route('return 1'), on).fault?.verdict).toBe('stack-overflow');
  });
});
