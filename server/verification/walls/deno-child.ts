// The process of a guest: Deno without any permission. It knows the pipe on its standard input and output, and nothing else.
import { FramePipe } from './frame.ts';
import { serveGuest } from './guest-server.ts';

interface DenoPipes {
  readonly stdin: { readSync(into: Uint8Array): number | null };
  readonly stdout: { writeSync(bytes: Uint8Array): number };
}

const scope = globalThis as unknown as Record<string, unknown> & { Deno: DenoPipes };
const { stdin, stdout } = scope.Deno;
const read = stdin.readSync.bind(stdin);
const write = stdout.writeSync.bind(stdout);

const pipe = new FramePipe({
  read: (into) => read(into) ?? 0,
  write(bytes) {
    for (let from = 0; from < bytes.length; ) from += write(bytes.subarray(from));
  },
});

// Pyodide takes a worker of a browser for what it is, and Deno for Node, whose files there are none of.
class WorkerGlobalScope {}
Object.setPrototypeOf(globalThis, WorkerGlobalScope.prototype);
scope.WorkerGlobalScope = WorkerGlobalScope;
scope.self = globalThis;
for (const name of ['Deno', 'process', 'Buffer', 'global', 'window']) delete scope[name];

/** Tidiness, not a wall: the walls are the missing permissions. */
function drop(): void {
  const names = [
    'caches',
    'localStorage',
    'sessionStorage',
    'navigator',
    'Worker',
    'fetch',
    'WebSocket',
    'EventSource',
    'BroadcastChannel',
  ];
  for (const name of names) delete scope[name];
}

await serveGuest(pipe, drop);
