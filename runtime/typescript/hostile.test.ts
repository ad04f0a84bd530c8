import { describe, expect, it } from 'vitest';
import { EVENT, SYSCALL, SYSCALL_FIELDS } from '#engine/guest-port.ts';
import { openNodeTypeScript } from './node-typescript.ts';
import { COSTS, runProgram } from './testing/run-program.ts';

const SERVER = '\nexport default { fetch() { return null; } };\n';
const run = (source: string) => runProgram(source + SERVER);

/** What two workers of one realm print while they start, one after the other. */
async function printedByTwoWorkers(source: string): Promise<string[]> {
  const guest = await openNodeTypeScript();
  const files = { 'main.ts': source };
  guest.load({ files, workers: 2, seed: 1, env: {}, costs: COSTS, threadTokens: 4, cpuCount: 2, memoryBytes: 384e6 });
  const printed: string[] = [];
  for (const worker of [0, 1]) {
    const events = [EVENT.STARTUP, 0, 0, 0];
    const turn = guest.turn({ worker, startNs: 0, horizonNs: 1e9, events, texts: [''] }, () => {
      throw new Error('no blocking calls here');
    });
    for (const [i, text] of turn.texts.entries()) if (turn.syscalls[i * SYSCALL_FIELDS] === SYSCALL.LOG) printed.push(text);
  }
  return printed;
}

describe('prototypes of what has elements', () => {
  it('are frozen although not by Object.freeze: nothing can be added, changed or taken away', async () => {
    const { lines, failed } = await run(`
      const typed = Object.getPrototypeOf(Uint8Array.prototype);
      const kinds = [Uint8Array, Uint8ClampedArray, Int8Array, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array];
      const all: any[] = [Object.prototype, Array.prototype, typed, ...kinds.map((kind) => kind.prototype)];
      const attempts: ((at: any) => void)[] = [
        (at) => { at.extra = 1; }, (at) => { at[0] = 1; }, (at) => { delete at.constructor; }, (at) => { Object.setPrototypeOf(at, { x: 1 }); },
        (at) => { Object.defineProperty(at, 'toString', { value: null }); }, (at) => { Object.defineProperty(at, 'constructor', { value: null }); },
      ];
      let done = 0;
      for (const at of all) for (const attempt of attempts) try { attempt(at); done++; } catch {}
      console.log(all.every(Object.isFrozen), done, all.length * attempts.length);`);
    expect(failed).toBe(null);
    expect(lines).toEqual(['true 0 84']);
  });
});

describe('code from text', () => {
  it('is made by no constructor that any function leads to', async () => {
    const { lines, failed } = await run(`
      const functions: any[] = [() => {}, async () => {}, function* () {}, async function* () {}, class {}, Promise, console.log, setTimeout, Array, Object,
        Math.max, Promise.resolve, process.nextTick, queueMicrotask, Date, Date.now, fetch, Request, Response, URL, structuredClone, Proxy, Reflect.get];
      let made = 0, tried = 0;
      for (const f of functions)
        for (let at = f; at; at = Object.getPrototypeOf(at)) {
          for (const take of [() => at.constructor('return globalThis')(), () => Reflect.construct(at.constructor, ['return this'])()]) {
            tried++;
            try { if (typeof take() === 'object') made++; } catch {}
          }
        }
      console.log(made, tried > 50);`);
    expect(failed).toBe(null);
    expect(lines).toEqual(['0 true']);
  });

  it('is not evaluated, and nothing is imported from outside', async () => {
    const { lines } = await run(`
      const attempts = [() => eval('1'), () => (0, eval)('1'), () => new Function('return 1')(), () => globalThis.eval('1'), () => Function('1')];
      for (const attempt of attempts) { try { attempt(); console.log('made'); } catch (error: any) { console.log(error.name); } }
      for (const name of ['data:text/javascript,1', 'node:net', 'node:vm', 'node:child_process', 'https://example.test/a.js', '../../package.json'])
        await import(name).then(() => console.log('loaded'), (error) => console.log(error.name));`);
    expect(lines.filter((line) => line === 'made' || line === 'loaded')).toEqual([]);
    expect(lines).toHaveLength(11);
  });

  it("finds no global object but the program's own", async () => {
    const { lines } = await run(`
      console.log((function (this: unknown) { return this; })() === undefined, Object.getPrototypeOf(globalThis) === null);
      console.log([[].concat, Array.prototype.sort, Object.prototype.valueOf].map((f: any) => { try { return typeof f.call(undefined); } catch { return 'refused'; } }).join());`);
    expect(lines[0]).toBe('true true');
    expect(lines[1]).toBe('refused,refused,refused');
  });

  it('meets no object of the host on any way from its globals and results', async () => {
    const { lines } = await run(`
      const seen = new Set<any>(); const todo: any[] = [globalThis, new Error('x'), (async () => {})(), new Response('x'), new Request('http://a.test'), setTimeout(() => {}, 1), new URL('http://a.test')];
      try { null!.x; } catch (error) { todo.push(error); }
      try { new Uint8Array(-1); } catch (error) { todo.push(error); }
      try { JSON.parse('{'); } catch (error) { todo.push(error); }
      try { structuredClone(() => 1); } catch (error) { todo.push(error); }
      await import('node:net').catch((error) => todo.push(error));
      let foreign = 0;
      while (todo.length > 0) {
        const at = todo.pop();
        if ((typeof at !== 'object' && typeof at !== 'function') || at === null || seen.has(at)) continue;
        seen.add(at);
        // Whatever is of this realm ends at its Object.prototype, or at nothing.
        let root = at;
        for (let up = Object.getPrototypeOf(at); up; up = Object.getPrototypeOf(up)) root = up;
        if (root !== at && root !== Object.prototype) foreign++;
        if (at === Object.prototype) continue;
        todo.push(Object.getPrototypeOf(at));
        for (const key of Reflect.ownKeys(at)) {
          const found = Reflect.getOwnPropertyDescriptor(at, key)!;
          todo.push(found.value, found.get, found.set);
          if (found.get) try { todo.push(at[key]); } catch (error) { todo.push(error); }
        }
      }
      console.log(seen.size > 500, foreign);`);
    expect(lines).toEqual(['true 0']);
  });
});

describe("the kernel's own names", () => {
  it('are not reached through the arguments of what a module is compiled to', async () => {
    const taken = `
      const tries: [string, () => unknown][] = [['arrow', () => arguments], ['typeof', () => typeof arguments], ['own', function () { return arguments.length; }]];
      for (const [name, take] of tries) { try { console.log(name, take()); } catch (error: any) { console.log(name, error.name, error.message); } }
      const later = async () => arguments;
      await later().catch((error: any) => console.log(error.name));`;
    for (const source of [taken, `await 0;${taken}`]) {
      const { lines, failed } = await run(source);
      expect(failed).toBe(null);
      expect(lines).toEqual(['arrow ReferenceError arguments is not defined', 'typeof undefined', 'own 0', 'ReferenceError']);
    }
  });

  it('cannot be written, and stay apart from names that look like them', async () => {
    for (const source of [
      'S\u02d1.n = 0;',
      'S\\u02d1.n = 0;',
      'S\\u{2d1}.n = 0;',
      'const { S\u02d1 } = {} as any;',
      'S\u02d1: for (;;) break;',
    ])
      await expect(run(source)).rejects.toThrow('is reserved');
    const { lines } = await run(`
      const S = 1, G = 2, exports = 3, meta = 4, load = 5, gate = 6, _e = 7, _o = 8, n0 = 9, _this = 10;
      class A { #x = S; x() { return this.#x; } }
      async function f() { try { null!.x; } catch { return [S, G, exports, meta, load, gate, _e, _o, n0, _this, new A().x()].join(); } }
      console.log(await f());`);
    expect(lines).toEqual(['1,2,3,4,5,6,7,8,9,10,1']);
  });

  it('are no modules', async () => {
    const { lines } = await run(`
      for (const name of ['constructor', '__proto__', './__proto__', 'node:toString', 'npm:valueOf'])
        await import(name).then(() => console.log('loaded'), (error) => console.log(/^not simulated: import of '[^']+'. Available: [a-z]|^Cannot find/.test(error.message)));`);
    expect(lines).toEqual(['true', 'true', 'true', 'true', 'true']);
  });
});

describe('what all workers share', () => {
  it('is nothing that two of them could speak to each other through', async () => {
    // Whatever is reached is marked; the second worker looks for marks of the first.
    const source = `
      import * as pg from 'pg'; import * as redis from 'ioredis'; import * as undici from 'undici'; import * as piscina from 'piscina'; import * as events from 'node:events';
      import * as util from 'node:util'; import * as assert from 'node:assert'; import * as hooks from 'node:async_hooks'; import * as later from 'node:timers/promises';
      import * as crypt from 'node:crypto'; import * as buffers from 'node:buffer'; import * as os from 'node:os'; import * as path from 'node:path';
      const mark = Symbol.for('mark'), seen = new Set<any>(), found: string[] = [];
      const todo: [string, any][] = Object.entries({ globalThis, pg, redis, undici, piscina, events, util, assert, hooks, later, crypt, buffers, os, path,
        pool: new pg.Pool(), cache: new redis.Redis({ lazyConnect: true }), timer: setTimeout(() => {}), immediate: setImmediate(() => {}), request: new Request('http://a.test'),
        response: new Response('x'), headers: new Headers().entries(), stream: new ReadableStream(), url: new URL('http://a.test').searchParams, buffer: Buffer.from('x') });
      while (todo.length > 0) {
        const [name, at] = todo.pop()!;
        if ((typeof at !== 'object' && typeof at !== 'function') || at === null || seen.has(at)) continue;
        seen.add(at);
        const own = (globalThis as any).Atomics !== at && Reflect.getOwnPropertyDescriptor(at, mark);
        if (own && own.value !== process.pid) found.push(name);
        try { Object.defineProperty(at, mark, { value: process.pid }); } catch {}
        todo.push([name + '.__proto__', Reflect.getPrototypeOf(at)]);
        for (const key of Reflect.ownKeys(at)) {
          const property = Reflect.getOwnPropertyDescriptor(at, key)!;
          for (const part of ['value', 'get', 'set'] as const) todo.push([name + '.' + String(key) + ' ' + part, property[part]]);
          if (property.get) try { todo.push([name + '.' + String(key), at[key]]); } catch {}
        }
      }
      console.log(seen.size > 5000, found.join());`;
    expect(await printedByTwoWorkers(source + SERVER)).toEqual(['true ', 'true ']);
  });

  it('has no memory of what was matched last', async () => {
    const { lines } = await run(`/a(b)/.exec('ab'); console.log((RegExp as any).$1, (RegExp as any).input, (/a/ as any).compile);`);
    expect(lines).toEqual(['undefined undefined undefined']);
  });

  it('cannot be changed', async () => {
    const { lines } = await run(`
      const log = console.log;
      const changes: Record<string, () => void> = {
        object: () => { (Object.prototype as any).polluted = 1; }, array: () => { (Array.prototype as any).push = null; },
        promise: () => { (Promise.prototype as any).then = null; }, resolve: () => { (Promise as any).resolve = null; },
        species: () => { Object.defineProperty(Promise, Symbol.species, { value: null }); }, map: () => { (Map.prototype as any).get = null; },
        json: () => { (JSON as any).stringify = null; }, iterator: () => { (Array.prototype as any)[Symbol.iterator] = null; },
        trace: () => { (Error as any).prepareStackTrace = () => 1; }, limit: () => { (Error as any).stackTraceLimit = 9; },
        call: () => { (Function.prototype as any).call = null; }, generator: () => { (Object.getPrototypeOf((function* () {})()) as any).next = null; },
        proto: () => { Object.setPrototypeOf(Array.prototype, { x: 1 }); }, define: () => { Object.defineProperty(Object.prototype, 'get', { value: 1 }); },
        regex: () => { (RegExp.prototype as any).exec = null; }, response: () => { (Response.prototype as any).text = null; },
        timer: () => { Object.getPrototypeOf(setTimeout(() => {}, 1)).ref = null; }, dunder: () => { ({} as any).__proto__.polluted = 1; },
      };
      for (const [name, change] of Object.entries(changes)) { try { change(); log('changed', name); } catch (error: any) { if (error.name !== 'TypeError') log(name, error.name); } }
      log('end', ({} as any).polluted);`);
    expect(lines).toEqual(['end undefined']);
  });
});

describe('the end of a turn', () => {
  const holders: readonly [string, string][] = [
    ['catch and finally', 'try { forever(); } catch { console.log("kept"); } finally { console.log("kept"); }'],
    [
      'a promise',
      'new Promise(() => forever()).catch(() => console.log("kept")).finally(() => console.log("kept"));\nsetTimeout(() => console.log("kept"), 1);',
    ],
    ["a Proxy's trap", 'try { (new Proxy({}, { get: () => forever() }) as any).x; } catch { console.log("kept"); }'],
    ['a comparator', 'try { [1, 2].sort(() => forever() as any); } catch { console.log("kept"); }'],
    ['what is printed', 'try { console.log({ [Symbol.for("nodejs.util.inspect.custom")]: forever }); } catch { console.log("kept"); }'],
  ];
  for (const [what, source] of holders)
    it(`is not caught by ${what}`, async () => {
      // A recursion ends sooner than a loop.
      const { fault, lines } = await run(`const forever = (): void => { forever(); forever(); };\n${source}\nconsole.log('kept');`);
      expect(fault).toMatchObject({ verdict: 'stack-overflow' });
      expect(lines).toEqual([]);
    });

  it('comes for a loop in an async generator, and is not caught', async () => {
    const { fault, lines } = await run(`
      async function* g() { try { for (;;) {} } finally { console.log("kept"); } }
      try { for await (const x of g()) console.log(x); } catch { console.log("kept"); }`);
    expect(fault).toMatchObject({ verdict: 'endless-loop' });
    expect(lines).toEqual([]);
  });

  it('comes for a loop in a loop over an iterator, whose return does not run', async () => {
    const { fault, lines } = await run(`
      const it = { [Symbol.iterator]: () => ({ next: () => ({ value: 1, done: false }), return() { console.log("kept"); return {}; } }) };
      for (const x of it as any) for (;;) {}`);
    expect(fault).toMatchObject({ verdict: 'endless-loop' });
    expect(lines).toEqual([]);
  });

  it('comes for a loop in try, and is not caught', async () => {
    const { fault, lines } = await run('try { for (;;) {} } catch { console.log("kept"); }');
    expect(fault).toMatchObject({ verdict: 'endless-loop' });
    expect(lines).toEqual([]);
  });

  it('comes for a regular expression that backtracks without end, however it is made and used', async () => {
    const text = "('a'.repeat(40) + 'b')";
    for (const use of [
      `/(a+)+$/.test${text}`,
      `${text}.split(new (/x/.constructor as any)('(a*)*c'))`,
      `[...structuredClone(/(?:a+)+$/g)[Symbol.matchAll]${text}]`,
    ]) {
      const { fault, lines } = await run(`try { ${use}; } catch { console.log('kept'); }\nconsole.log('kept');`);
      expect(fault?.verdict, use).toBe('endless-loop');
      expect(fault?.message).toMatch(/^the regular expression \/.*\/ backtracks without end/);
      expect(lines).toEqual([]);
    }
  }, 120_000);

  it('comes for a built-in that goes through what is not there', async () => {
    for (const use of [
      'Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)',
      'let asked = 0;\nArray.prototype.includes.call({ get length() { return asked++ === 0 ? 2 ** 53 - 1 : 0; } }, 1)',
      'const list: number[] = [];\nlist.length = 2 ** 32 - 1;\nlist.join("")',
    ])
      expect((await run(use)).fault?.verdict, use).toBe('endless-loop');
  });

  it('comes for what is larger than the worker, before it is made', async () => {
    for (const use of [
      'new Array(1e9).fill(0)',
      'Array.from({ length: 1e9 })',
      'let list = [1];\nfor (;;) list = list.concat(list, list)',
      'let list = [1];\nfor (;;) list = [...list, ...list]',
      'let list: any = [1];\nfor (let i = 0; i < 40; i++) list = [list, list];\nlist.flat(Infinity)',
      "'a'.repeat(2e8).split('')",
      "'x'.padEnd(4e8)",
    ])
      expect((await run(use)).fault?.verdict, use).toBe('memory');
  });

  it('comes for microtasks and for process.nextTick that make the next one', async () => {
    for (const source of [
      'const f = () => queueMicrotask(f);\nf();',
      'const f = () => process.nextTick(f);\nf();',
      'const t = { then(r: any) { r(t); } };\nawait t;',
    ])
      expect((await run(source)).fault).toMatchObject({ verdict: 'endless-loop' });
  });

  it('comes for immediates that make the next one', async () => {
    expect((await run('const f = () => { setImmediate(f); };\nf();')).fault).toMatchObject({ verdict: 'spinning' });
  });

  it('comes for output without end', async () => {
    const { fault, lines } = await run('for (let i = 0; ; i++) console.log(i);');
    expect(fault).toMatchObject({ verdict: 'too-much-output' });
    expect(lines).toHaveLength(2_000);
  });
});

describe('what is done in native code', () => {
  const nsOf = async (source: string) => {
    const { lines } = await run(`const since = performance.now();\n${source};\nconsole.log(performance.now() - since);`);
    return Number(lines[0]) * 1e6;
  };

  it('costs by size: spreading, and the steps of a regular expression', async () => {
    expect(await nsOf('const list = new Array(1_000_000).fill(0);\nfor (let i = 0; i < 10; i++) [...list]')).toBeGreaterThan(3e6);
    expect(
      await nsOf("const o: any = {};\nfor (let i = 0; i < 1000; i++) o['k' + i] = i;\nfor (let i = 0; i < 10; i++) ({ ...o })"),
    ).toBeGreaterThan(1e6);
    const [short, long] = [await nsOf("/\\s+$/.test(' '.repeat(1000) + 'x')"), await nsOf("/\\s+$/.test(' '.repeat(2000) + 'x')")];
    expect(long / short).toBeGreaterThan(3.5);
  });

  it('is not done for nothing while memory is looked at', async () => {
    const { lines, memory } = await run(`
      class List extends Array {}
      Object.defineProperty(List.prototype, '0', { get() { console.log('ran'); return 1; } });
      export const list = new List(5);
      export const bytes = new ArrayBuffer(8);
      Object.defineProperty(bytes, 'byteLength', { get() { console.log('ran'); return -1e12; } });
      export const items = [1, 2, 3];
      Object.defineProperty(items, 1, { get() { console.log('ran'); return 1; } });
      export const heir = Object.create(new Proxy({}, { getPrototypeOf() { console.log('ran'); return null; } }));
      setTimeout(() => {}, 500);`);
    expect(lines).toEqual([]);
    expect(memory?.bytes).toBeGreaterThan(6e7);
  });
});

describe('time and chance', () => {
  it('are the same in every run', async () => {
    const source = `
      console.log(Date.now(), new Date().toISOString(), performance.now(), Math.random(), crypto.randomUUID(), process.hrtime.bigint(), performance.timeOrigin);
      const shown: string[] = [];
      for (const name of ['WeakRef', 'FinalizationRegistry', 'SharedArrayBuffer', 'Atomics', 'WebAssembly', 'Temporal'])
        try { const it = (globalThis as any)[name]; typeof it === 'undefined' || new it({}); shown.push('made ' + name); } catch { }
      console.log(shown.join(), new Intl.DateTimeFormat().resolvedOptions().timeZone);`;
    const [first, second] = [await run(source), await run(source)];
    expect(first.failed).toBe(null);
    expect(first.lines).toEqual(second.lines);
  });
});
