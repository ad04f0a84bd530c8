// Programs that a candidate could hand in to get at the machine or at the score, as whole submissions: each tries its way at the start and
// in a handler. What they learn they put into what they answer and print.

export interface Surroundings {
  /** A file whose text must not be known, in a folder to which nothing must be added. */
  readonly secretFile: string;
  /** A port of this machine that nobody may call. */
  readonly port: number;
  /** The judge's. */
  readonly pid: number;
}

const python = (start: string, handle = 'pass') => `
import asyncio
from fastapi import FastAPI

app = FastAPI()

def tell(*what):
    print("TOLD", *what)

${start}

@app.get("/work")
async def work():
${handle
  .trim()
  .split('\n')
  .map((line) => `    ${line}`)
  .join('\n')}
    return {"ok": True}
`;

/** Tries, and tells what came of it. */
const attempt = (code: string) => `try:
${code
  .trim()
  .split('\n')
  .map((line) => `    ${line}`)
  .join('\n')}
except BaseException as error:
    tell("refused", type(error).__name__)`;

export function pythonAttacks({ secretFile, port, pid }: Surroundings): Readonly<Record<string, string>> {
  const url = `http://127.0.0.1:${port}/`;
  const twice = (code: string) => python(attempt(code), attempt(code));
  return {
    'reads a file': twice(`tell(open(${JSON.stringify(secretFile)}).read())`),
    'writes a file': twice(`open(${JSON.stringify(`${secretFile}.mine`)}, "w").write("here")`),
    'runs a command': twice(`import os\nos.system("cp ${secretFile} ${secretFile}.copy")`),
    'starts a process': twice(
      `import subprocess\ntell(subprocess.run(["cat", ${JSON.stringify(secretFile)}], capture_output=True).stdout)`,
    ),
    'kills the judge': twice(`import os\nos.kill(${pid}, 9)`),
    'calls by socket': twice(`import socket\nsocket.create_connection(("127.0.0.1", ${port}))`),
    'calls by urllib': twice(`import urllib.request\ntell(urllib.request.urlopen(${JSON.stringify(url)}).read())`),
    'reaches for JavaScript': twice(`import js\ntell(js.Deno.readTextFileSync(${JSON.stringify(secretFile)}))`),
    'runs JavaScript': twice(`import pyodide.code\npyodide.code.run_js("fetch('${url}')")`),
    'climbs by a constructor': twice(
      `import pyodide_js\ntell(pyodide_js.constructor.constructor("return Deno.env.get('SURGE_CANARY')")())`,
    ),
    'loads C': twice(`import ctypes\nctypes.CDLL(None).system(b"touch ${secretFile}.c")`),
    'writes to address 0': twice('import ctypes\nctypes.memset(0, 1, 1 << 20)'),
    'mounts a folder': twice(`import pyodide_js\npyodide_js.mountNodeFS("/mine", "/tmp")`),
    'looks for the engine': twice(
      'import gc, sys\nframe = sys._getframe()\nwhile frame:\n    tell(frame.f_code.co_filename)\n    frame = frame.f_back\ntell(len(gc.get_objects()) > 0)',
    ),
    'ends its process': python(attempt('import os\nos._exit(0)'), attempt('import sys\nsys.exit(0)')),
    'takes the loop in hand': python(
      '',
      attempt('loop = asyncio.get_running_loop()\nloop.time = lambda: 0.0\nloop._ready.clear()\nloop.stop()'),
    ),
    'never ends': python('', 'while True:\n    pass'),
    'swallows every end': python(
      '',
      'while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass',
    ),
    'takes memory': python('', 'hoard = []\nwhile True:\n    hoard.append(bytearray(50_000_000))'),
    'recurses deeply': python('import sys\nsys.setrecursionlimit(10**9)\ndef dig(n):\n    return dig(n + 1) + 1', 'dig(0)'),
    'floods the console': python('', 'for n in range(10_000_000):\n    print("x" * 100)'),
    'prints a report': python(`print('{"score": {"total": 100}, "survivedRps": 100000, "hash": "0000000000000000"}')`),
  };
}

const typescript = (start: string, handle = '') => `
const tell = (...what: unknown[]) => console.log('TOLD', ...what);
${start}
export default {
  async fetch(): Promise<Response> {
    ${handle}
    return Response.json({ ok: true });
  },
};
`;

export function typescriptAttacks({ secretFile, port, pid }: Surroundings): Readonly<Record<string, string>> {
  const url = `http://127.0.0.1:${port}/`;
  const file = JSON.stringify(secretFile);
  const attempt = (code: string) => `try { ${code} } catch (error) { tell('refused', String((error as Error)?.name)); }`;
  const twice = (code: string) => typescript(attempt(code), attempt(code));
  const all = 'const root: any = ({} as any).constructor.constructor("return globalThis")();';
  return {
    'reads a file': twice(`${all} tell(root.Deno.readTextFileSync(${file}));`),
    'writes a file': twice(`${all} root.Deno.writeTextFileSync(${file} + '.mine', 'here');`),
    'starts a process': twice(`${all} new root.Deno.Command('touch', { args: [${file} + '.ran'] }).outputSync();`),
    'reads the environment': twice(`${all} tell(root.Deno.env.toObject(), root.process?.env);`),
    'kills the judge': twice(`${all} root.Deno.kill(${pid}, 'SIGKILL');`),
    'calls somebody': twice(`${all} root.Deno.connect({ port: ${port} });`),
    'fetches from outside the world': typescript(
      '',
      `try { tell(await (await fetch(${JSON.stringify(url)})).text()); } catch { tell('refused'); }`,
    ),
    'starts a worker': twice(`${all} new root.Worker('data:text/javascript,fetch("${url}")', { type: 'module' });`),
    'loads a module of the host': typescript(
      `${all} const load = root.Function('name', 'return import(name)'); void load('node:fs').then((fs: any) => tell(fs.readFileSync(${file}, 'utf8')), () => tell('refused'));`,
    ),
    'ends its process': typescript('', attempt(`${all} root.Deno.exit(0);`)),
    'changes what the kernel uses': typescript(
      `(Object.prototype as any).done = true;
      (Array.prototype as any)[Symbol.iterator] = function* () { yield 1; };
      JSON.stringify = () => '{"score":100}';
      Map.prototype.get = () => undefined;
      (Promise.prototype as any).then = () => undefined;`,
    ),
    'puts a handler under the pipe': twice(
      `${all} root.onmessage = () => 0; root.postMessage?.({ score: 100 }); root.dispatchEvent?.(new root.Event('message'));`,
    ),
    'answers with a trap': typescript('', `return new Proxy(Response.json({}), { get() { for (;;) {} } }) as Response;`),
    'answers with a promise of itself': typescript('', 'const self: any = { then(done: any) { done(self); } }; return self;'),
    'never ends': typescript('', 'for (;;) {}'),
    'ends never, politely': typescript('', 'for (;;) await 0;'),
    'takes memory': typescript('', 'const hoard: unknown[] = []; for (;;) hoard.push(new Array(1_000_000).fill(7));'),
    'recurses deeply': typescript('', 'const dig = (n: number): number => dig(n + 1) + 1; dig(0);'),
    'matches for ever': typescript('', `/^(a+)+$/.test('a'.repeat(40) + '!');`),
    'floods the console': typescript('', `for (;;) console.log('x'.repeat(100));`),
    'rejects and nobody listens': typescript('', 'void Promise.reject(null); setTimeout(() => { throw null; }, 1);'),
    'prints a report': typescript(`console.log('{"score":{"total":100},"survivedRps":100000,"hash":"0000000000000000"}');`),
  };
}
