// The page's way to a guest, in a realm of Node's: kernels one after the other in the same realm, beside the compiler.
import { createContext, runInContext } from 'node:vm';
import { expect, it } from 'vitest';
import { EVENT, SYSCALL, SYSCALL_FIELDS } from '#engine/guest-port.ts';
import { bundleCompiler } from './bundle-compiler.ts';
import { bundleKernel } from './bundle-kernel.ts';
import { COSTS } from './testing/run-program.ts';
import { type Compiler, type Realm, TypeScriptGuest } from './typescript-guest.ts';

const root = process.cwd();

const PROGRAM = `
class Cart { items = [1, 2]; total(): number { return this.items.reduce((sum, n) => sum + n, 0); } }
console.log(new Cart().total(), (() => {}).constructor === Function, [] instanceof Array);
const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
await wait(5);
JSON.stringify(Array.from({ length: 50_000 }, (_, i) => "item " + i).sort());
console.log('later', performance.now());
export default { async fetch(): Promise<Response> { return new Response('ok'); } };
`;

function printed(guest: TypeScriptGuest): string[] {
  guest.load({
    files: { 'main.ts': PROGRAM },
    workers: 1,
    seed: 1,
    env: {},
    costs: COSTS,
    threadTokens: 4,
    cpuCount: 2,
    memoryBytes: 384e6,
  });
  const lines: string[] = [];
  let events = [EVENT.STARTUP, 0, 0, 0];
  for (let startNs = 0; startNs >= 0; ) {
    const turn = guest.turn(
      { worker: 0, startNs, horizonNs: startNs + 1e9, events, texts: events.map(() => '').slice(0, events.length / 4) },
      () => {
        throw new Error('no blocking calls here');
      },
    );
    for (const [i, text] of turn.texts.entries()) if (turn.syscalls[i * SYSCALL_FIELDS] === SYSCALL.LOG) lines.push(text);
    events = [];
    startNs = turn.readyLeft ? startNs + turn.countedNs : turn.nextTimerNs;
  }
  return lines;
}

it('a kernel that meets a realm which another one froze runs as the first did', async () => {
  const context = createContext({});
  const [compiler, kernel] = await Promise.all([bundleCompiler(root), bundleKernel(root)]);
  const compile = runInContext(compiler, context) as Compiler;
  const makeGuest = () => new TypeScriptGuest(runInContext(kernel, context) as Realm, '{}', compile);
  const waiting = makeGuest();
  const first = printed(makeGuest());
  expect(first[0]).toBe('3 true true');
  // Built-ins are charged to the kernel whose turn it is, not to the one that was made last.
  expect(Number(first[1]?.split(' ')[1])).toBeGreaterThan(10);
  expect(printed(waiting)).toEqual(first);
  expect(printed(makeGuest())).toEqual(first);
});
