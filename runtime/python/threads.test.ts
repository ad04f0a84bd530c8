import { beforeAll, describe, expect, it } from 'vitest';
import { SYSCALL } from '#engine/guest-port.ts';
import { openNodePython } from './node-python.ts';
import type { PythonGuest } from './python-guest.ts';
import { get, load, program } from './testing/turns.ts';

let guest: PythonGuest;
beforeAll(async () => {
  guest = await openNodePython();
});

/** Some 20 ms of CPU for every million. */
const HEAD = 'def cpu(n):\n    x = 0\n    for i in range(n):\n        x += i\n    return x\n';
const HOP = 60_000;

function answer(body: string) {
  load(guest, program(body, HEAD));
  return get(guest, '/work');
}

describe('threads and the GIL', () => {
  it('no CPU is lost or won by threads: n functions take as long as one after the other', () => {
    const inLine = answer('for _ in range(4):\n    cpu(400_000)\nreturn {}').endNs;
    const inThreads = answer('await asyncio.gather(*(asyncio.to_thread(cpu, 400_000) for _ in range(4)))\nreturn {}').endNs;
    expect(inThreads).toBeGreaterThan(inLine * 0.99);
    expect(inThreads).toBeLessThan(inLine * 1.01 + 4 * HOP);
  });

  it('equal functions in threads end together, as they take turns', () => {
    const { body } = answer(
      'ends = []\nasync def one():\n    await asyncio.to_thread(cpu, 1_000_000)\n    ends.append(time.perf_counter())\nstart = time.perf_counter()\nawait asyncio.gather(one(), one())\nreturn [end - start for end in ends]',
    );
    const [first, second] = JSON.parse(body) as [number, number];
    expect(second - first).toBeLessThan(0.0051);
    expect(first).toBeGreaterThan(0.02);
  });

  it('a short function overtakes a long one', () => {
    const { body } = answer(
      'long = asyncio.create_task(asyncio.to_thread(cpu, 2_000_000))\nawait asyncio.sleep(0.001)\nawait asyncio.to_thread(cpu, 1000)\nreturn long.done()',
    );
    expect(body).toBe('false');
  });

  it('the GIL is a resource that long functions hold for the CPU that they use', () => {
    const { syscalls } = answer(
      'task = asyncio.create_task(asyncio.to_thread(cpu, 1_500_000))\nwhile not task.done():\n    await asyncio.sleep(0.002)\nreturn {}',
    );
    const resource = syscalls.find((call) => call.kind === SYSCALL.RESOURCE && call.text.startsWith('gil'));
    const held = syscalls.filter((call) => call.kind === SYSCALL.HELD && call.token === resource?.token);
    const heldNs = held.reduce((sum, call) => sum + call.a, 0);
    expect(heldNs).toBeGreaterThan(15_000_000);
    expect(Math.max(...held.map((call) => call.a))).toBeLessThanOrEqual(5_000_000);
  });

  it('a thread that sleeps leaves the GIL alone', () => {
    const { body } = answer(
      'task = asyncio.create_task(asyncio.to_thread(time.sleep, 0.05))\nworst = 0\nwhile not task.done():\n    start = time.perf_counter()\n    await asyncio.sleep(0.002)\n    worst = max(worst, time.perf_counter() - start)\nreturn worst < 0.0022',
    );
    expect(body).toBe('true');
  });

  it('a limiter that is given more tokens is told of as a pool of so many', () => {
    const { syscalls } = answer('import anyio.to_thread\nanyio.to_thread.current_default_thread_limiter().total_tokens = 100\nreturn {}');
    const declared = syscalls.filter((call) => call.kind === SYSCALL.RESOURCE && call.text === 'threads\u0001AnyIO threads');
    expect(declared.reduce((sum, call) => sum + call.a, 0)).toBe(100);
  });
});
